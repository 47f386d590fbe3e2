package dev.winnow.jobs.sample;

import java.awt.Color;
import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/** Themes of the sample images, most frequent first. */
enum Scene {
  SUNSET {
    @Override
    void paint(Canvas c) {
      double warm = c.between(5, 45);
      c.sky(c.hue(warm + 200, 25, 0.55, 0.55), c.hue(warm, 10, 0.8, 0.95));
      double horizon = c.between(55, 75);
      double x = c.between(20, 76);
      c.fill(c.disc(x, horizon - c.between(-4, 16), 26), c.alpha(new Color(255, 230, 170), 70));
      c.fill(c.disc(x, horizon - c.between(-2, 14), c.between(8, 14)), new Color(255, 236, 190));
      c.fill(new Rectangle(0, (int) horizon, 96, 96), c.hue(warm + 190, 20, 0.5, 0.28));
      for (int i = 0; i < c.count(4, 9); i++) {
        double y = c.between(horizon + 2, 94);
        c.fill(
            new Rectangle((int) (x - c.between(2, 14)), (int) y, c.count(6, 22), 1),
            c.alpha(new Color(255, 214, 150), 150));
      }
    }
  },
  FOREST {
    @Override
    void paint(Canvas c) {
      c.sky(c.hue(200, 20, 0.3, 0.85), c.hue(80, 30, 0.25, 0.85));
      for (int layer = 0; layer < 3; layer++) {
        double base = 58 + 16 * layer;
        for (int i = 0; i < c.count(5, 9); i++) {
          double x = c.between(-5, 101);
          double h = c.between(18, 34) + 6 * layer;
          double w = h * c.between(0.22, 0.36);
          Color leaf = c.hue(125, 25, 0.55, 0.55 - 0.13 * layer);
          c.fill(new Rectangle((int) x - 1, (int) base - 3, 3, 8), c.hue(28, 8, 0.5, 0.3));
          for (int tier = 0; tier < 3; tier++) {
            double top = base - h + tier * h / 4;
            c.fill(
                c.polygon(
                    x,
                    top,
                    x - w * (0.5 + 0.25 * tier),
                    top + h / 2,
                    x + w * (0.5 + 0.25 * tier),
                    top + h / 2),
                leaf);
          }
        }
      }
    }
  },
  WAVES {
    @Override
    void paint(Canvas c) {
      double hue = c.between(180, 225);
      c.sky(c.hue(hue, 10, 0.2, 0.95), c.hue(hue, 10, 0.5, 0.75));
      double phase = c.between(0, 6.3);
      for (int i = 0; i < 8; i++) {
        double base = 30 + i * c.between(7, 10);
        double height = c.between(2, 5) + i * 0.4;
        double length = c.between(9, 16) + i;
        Path2D wave = new Path2D.Double();
        wave.moveTo(0, 96);
        for (int x = 0; x <= 96; x += 2) {
          wave.lineTo(
              x,
              base
                  + height * StrictMath.sin(phase + x / length)
                  + height / 2 * StrictMath.sin(2.3 * phase + x / length * 2.1));
        }
        wave.lineTo(96, 96);
        wave.closePath();
        c.fill(wave, c.hue(hue + 6, 8, 0.45 + 0.06 * i, 0.8 - 0.07 * i));
        c.line(wave, c.alpha(Color.WHITE, 110), 0.8);
        phase += c.between(0.8, 2.2);
      }
    }
  },
  BALLOONS {
    @Override
    void paint(Canvas c) {
      c.sky(c.hue(205, 18, 0.45, 0.92), c.hue(205, 18, 0.12, 0.98));
      for (int i = 0; i < c.count(3, 8); i++) {
        double x = c.between(12, 84);
        double y = c.between(12, 70);
        double r = c.between(7, 16);
        c.line(
            c.polygon(x, y + r, x + c.between(-5, 5), y + r + c.between(14, 26), x, y + r),
            new Color(90, 90, 100),
            0.7);
        c.ball(x, y, r, c.hue(c.between(0, 360), 0, 0.75, 0.85));
      }
    }
  },
  CITY {
    @Override
    void paint(Canvas c) {
      c.sky(c.hue(235, 20, 0.65, 0.2), c.hue(280, 40, 0.45, 0.45));
      for (int i = 0; i < c.count(8, 30); i++) {
        c.fill(new Rectangle(c.count(0, 95), c.count(0, 40), 1, 1), Color.WHITE);
      }
      int x = -4;
      while (x < 96) {
        int w = c.count(9, 20);
        int top = c.count(22, 66);
        c.fill(new Rectangle(x, top, w, 96 - top), c.hue(230, 20, 0.35, 0.16));
        Color lamp = c.hue(48, 10, 0.55, 0.95);
        for (int wy = top + 3; wy < 92; wy += 5) {
          for (int wx = x + 2; wx < x + w - 2; wx += 4) {
            if (c.random.nextInt(5) < 2) {
              c.fill(new Rectangle(wx, wy, 2, 3), lamp);
            }
          }
        }
        x += w + c.count(0, 2);
      }
    }
  },
  FLOWERS {
    @Override
    void paint(Canvas c) {
      c.sky(c.hue(110, 20, 0.4, 0.55), c.hue(100, 20, 0.55, 0.35));
      for (int i = 0; i < c.count(2, 5); i++) {
        double x = c.between(14, 82);
        double y = c.between(14, 66);
        double r = c.between(8, 17);
        c.line(c.polygon(x, y, x + c.between(-8, 8), 96, x, y), c.hue(110, 10, 0.6, 0.4), 1.6);
        Color petal = c.hue(c.between(280, 420), 10, 0.6, 0.92);
        int petals = c.count(5, 9);
        double turn = c.between(0, 6.3);
        for (int p = 0; p < petals; p++) {
          AffineTransform place = AffineTransform.getTranslateInstance(x, y);
          place.rotate(turn + p * 2 * Math.PI / petals);
          c.fill(
              place.createTransformedShape(
                  new Ellipse2D.Double(r * 0.25, -r * 0.24, r * 0.8, r * 0.48)),
              petal);
        }
        c.ball(x, y, r * 0.3, c.hue(45, 8, 0.8, 0.9));
      }
    }
  },
  WEAVE {
    @Override
    void paint(Canvas c) {
      double hue = c.between(0, 360);
      c.sky(c.hue(hue, 8, 0.35, 0.75), c.hue(hue, 8, 0.4, 0.65));
      c.g.rotate(c.between(-0.5, 0.5), 48, 48);
      double step = c.between(6, 13);
      Color warp = c.alpha(c.hue(hue + 25, 8, 0.6, 0.5), 190);
      Color weft = c.alpha(c.hue(hue - 25, 8, 0.5, 0.85), 190);
      for (double at = -40; at < 140; at += step) {
        c.fill(new Rectangle((int) at, -40, (int) (step * 0.45), 180), warp);
        c.fill(new Rectangle(-40, (int) at, 180, (int) (step * 0.4)), weft);
        c.fill(new Rectangle(-40, (int) (at + step / 2), 180, 1), c.alpha(Color.WHITE, 60));
      }
    }
  },
  TILES {
    @Override
    void paint(Canvas c) {
      double hue = c.between(0, 360);
      c.sky(c.hue(hue, 10, 0.15, 0.9), c.hue(hue, 10, 0.2, 0.8));
      int size = c.count(11, 19);
      for (int y = -size; y < 96 + size; y += size) {
        for (int x = -size; x < 96 + size; x += size) {
          int kind = c.random.nextInt(4);
          c.fill(new Rectangle(x, y, size - 1, size - 1), c.hue(hue + 30 * kind, 6, 0.45, 0.7));
          if (kind < 2) {
            c.fill(
                new Arc2D.Double(
                    x - size / 2.0 + kind * size, y - size / 2.0, size, size, 0, 360, Arc2D.PIE),
                c.hue(hue + 180, 10, 0.5, 0.6));
          }
        }
      }
    }
  },
  GLYPHS {
    @Override
    void paint(Canvas c) {
      c.sky(c.hue(42, 12, 0.15, 0.95), c.hue(36, 12, 0.25, 0.85));
      Color ink = c.hue(c.between(200, 260), 20, 0.6, 0.22);
      int rows = c.count(2, 4);
      double size = 80.0 / rows;
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < rows; column++) {
          Path2D glyph = new Path2D.Double();
          double x = 8 + column * size;
          double y = 8 + row * size;
          glyph.moveTo(x + c.between(0.1, 0.8) * size, y + c.between(0.1, 0.8) * size);
          for (int stroke = 0; stroke < c.count(2, 4); stroke++) {
            if (c.random.nextBoolean()) {
              glyph.lineTo(x + c.between(0.1, 0.8) * size, y + c.between(0.1, 0.8) * size);
            } else {
              glyph.quadTo(
                  x + c.between(0, 1) * size,
                  y + c.between(0, 1) * size,
                  x + c.between(0.1, 0.8) * size,
                  y + c.between(0.1, 0.8) * size);
            }
          }
          c.line(glyph, ink, c.between(1.4, 3.2));
        }
      }
    }
  },
  PLANETS {
    @Override
    void paint(Canvas c) {
      c.sky(c.hue(250, 20, 0.7, 0.1), c.hue(270, 30, 0.6, 0.22));
      for (int i = 0; i < c.count(25, 70); i++) {
        c.fill(
            c.disc(c.between(0, 96), c.between(0, 96), c.between(0.3, 1)),
            c.alpha(Color.WHITE, c.count(90, 255)));
      }
      double x = c.between(30, 66);
      double y = c.between(30, 66);
      double r = c.between(14, 26);
      Color body = c.hue(c.between(0, 360), 0, 0.5, 0.75);
      c.ball(x, y, r, body);
      if (c.random.nextInt(3) > 0) {
        AffineTransform tilt = AffineTransform.getRotateInstance(c.between(-0.6, 0.6), x, y);
        c.line(
            tilt.createTransformedShape(
                new Ellipse2D.Double(x - 1.7 * r, y - 0.35 * r, 3.4 * r, 0.7 * r)),
            c.alpha(body.brighter(), 170),
            c.between(1.2, 3));
      }
      c.ball(c.between(8, 88), c.between(8, 88), c.between(2, 5), c.hue(40, 30, 0.2, 0.8));
    }
  };

  abstract void paint(Canvas canvas);

  BufferedImage draw(SplittableRandom random) {
    Canvas canvas = new Canvas(random);
    paint(canvas);
    return canvas.photograph();
  }
}
