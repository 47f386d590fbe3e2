package dev.winnow.jobs.sample;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/**
 * Canvas of a small picture, with the elements that all scenes share: sky, shaded balls, polygons,
 * grain and vignette.
 */
final class Canvas {

  static final int SIDE = SampleImages.SIDE;

  final SplittableRandom random;
  final Graphics2D g;
  private final BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);

  Canvas(SplittableRandom random) {
    this.random = random;
    this.g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  int count(int low, int high) {
    return random.nextInt(low, high + 1);
  }

  /** Draws a colour near a hue in degrees. */
  Color hue(double degrees, double spread, double saturation, double brightness) {
    double h = degrees + between(-spread, spread);
    return Color.getHSBColor(
        (float) (h / 360),
        (float) Math.max(0, Math.min(1, saturation + between(-0.1, 0.1))),
        (float) Math.max(0, Math.min(1, brightness + between(-0.08, 0.08))));
  }

  void sky(Color top, Color bottom) {
    g.setPaint(new GradientPaint(0, 0, top, (float) between(-20, 20), SIDE, bottom));
    g.fillRect(0, 0, SIDE, SIDE);
  }

  void fill(Shape shape, Color color) {
    g.setPaint(color);
    g.fill(shape);
  }

  void line(Shape shape, Color color, double width) {
    g.setPaint(color);
    g.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(shape);
  }

  Shape disc(double x, double y, double radius) {
    return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
  }

  /** Paints a ball lit from the upper left. */
  void ball(double x, double y, double radius, Color color) {
    g.setPaint(
        new RadialGradientPaint(
            (float) (x - radius / 3),
            (float) (y - radius / 3),
            (float) (1.4 * radius),
            new float[] {0, 0.5f, 1},
            new Color[] {color.brighter().brighter(), color, color.darker().darker()}));
    g.fill(disc(x, y, radius));
  }

  Shape polygon(double... xy) {
    Path2D path = new Path2D.Double();
    path.moveTo(xy[0], xy[1]);
    for (int i = 2; i < xy.length; i += 2) {
      path.lineTo(xy[i], xy[i + 1]);
    }
    path.closePath();
    return path;
  }

  Color alpha(Color color, int alpha) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
  }

  /** Finishes the picture with the grain and the darker corners of a photograph. */
  BufferedImage photograph() {
    g.dispose();
    double grain = between(2, 9);
    double vignette = between(0.05, 0.35);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double dx = (x - SIDE / 2.0) / (SIDE / 2.0);
        double dy = (y - SIDE / 2.0) / (SIDE / 2.0);
        double light = 1 - vignette * (dx * dx + dy * dy) / 2;
        double noise =
            grain * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5);
        int rgb = image.getRGB(x, y);
        image.setRGB(
            x,
            y,
            tone(rgb >> 16, light, noise) << 16
                | tone(rgb >> 8, light, noise) << 8
                | tone(rgb, light, noise));
      }
    }
    return image;
  }

  private static int tone(int channel, double light, double noise) {
    return (int) Math.max(0, Math.min(255, Math.round((channel & 0xff) * light + noise)));
  }
}
