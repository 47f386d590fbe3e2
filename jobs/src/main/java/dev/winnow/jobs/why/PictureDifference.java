package dev.winnow.jobs.why;

import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Thumbnails;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * Says in words how a picture differs from its witness, from their thumbnails and sizes: mirrored
 * or turned, smaller, grey, brighter. Reads no file of the input.
 */
final class PictureDifference {

  /** Side of the grey squares that are compared, in cells. */
  private static final int SIDE = 32;

  /** Least correlation of a picture that is called mirrored or turned. */
  private static final double ALIKE = 0.8;

  /** Least gain in correlation over the picture as it is. */
  private static final double GAIN = 0.05;

  /** Least difference of the mean brightness that is named, of 255. */
  private static final double BRIGHTNESS = 12;

  /** Least difference of the ratio of width to height that is named. */
  private static final double SHAPE = 0.03;

  /** Changes of a square, by the place that a cell comes from. */
  private enum Change {
    MIRRORED("mirrored"),
    FLIPPED("upside down and mirrored"),
    HALF("turned by 180 degrees"),
    RIGHT("turned right by 90 degrees"),
    LEFT("turned left by 90 degrees"),
    RIGHT_MIRRORED("turned right by 90 degrees and mirrored"),
    LEFT_MIRRORED("turned left by 90 degrees and mirrored");

    private final String phrase;

    Change(String phrase) {
      this.phrase = phrase;
    }

    private int from(int x, int y) {
      int last = SIDE - 1;
      return switch (this) {
        case MIRRORED -> y * SIDE + last - x;
        case FLIPPED -> (last - y) * SIDE + x;
        case HALF -> (last - y) * SIDE + last - x;
        case RIGHT -> (last - x) * SIDE + y;
        case LEFT -> x * SIDE + last - y;
        case RIGHT_MIRRORED -> x * SIDE + y;
        case LEFT_MIRRORED -> (last - x) * SIDE + last - y;
      };
    }
  }

  /**
   * Returns what differs, the most striking first; empty if nothing is seen.
   *
   * @param row columns of {@code examples} of the row
   * @param witness those of its witness
   * @param rowPicture columns of {@code thumbnails}; empty where there is no row
   * @param witnessPicture those of the witness
   */
  static List<String> of(
      Map<String, Object> row,
      Map<String, Object> witness,
      Map<String, Object> rowPicture,
      Map<String, Object> witnessPicture) {
    List<String> phrases = new ArrayList<>();
    Optional<double[]> ours = square(rowPicture.get(Thumbnails.THUMBNAIL));
    Optional<double[]> theirs = square(witnessPicture.get(Thumbnails.THUMBNAIL));
    if (ours.isPresent() && theirs.isPresent()) {
      change(ours.get(), theirs.get()).ifPresent(phrases::add);
    }
    sizes(row, witness, phrases);
    boolean grey = Boolean.TRUE.equals(rowPicture.get(Thumbnails.IS_GREY));
    boolean greyWitness = Boolean.TRUE.equals(witnessPicture.get(Thumbnails.IS_GREY));
    if (grey != greyWitness) {
      phrases.add(grey ? "grey" : "in colour");
    }
    if (ours.isPresent() && theirs.isPresent()) {
      double brighter = mean(ours.get()) - mean(theirs.get());
      if (Math.abs(brighter) >= BRIGHTNESS) {
        phrases.add(brighter > 0 ? "brighter" : "darker");
      }
    }
    return phrases;
  }

  private static void sizes(
      Map<String, Object> row, Map<String, Object> witness, List<String> phrases) {
    if (!(row.get(Examples.WIDTH) instanceof Integer width)
        || !(row.get(Examples.HEIGHT) instanceof Integer height)
        || !(witness.get(Examples.WIDTH) instanceof Integer otherWidth)
        || !(witness.get(Examples.HEIGHT) instanceof Integer otherHeight)) {
      return;
    }
    long pixels = (long) width * height;
    long otherPixels = (long) otherWidth * otherHeight;
    if (pixels != otherPixels) {
      phrases.add(pixels < otherPixels ? "smaller" : "larger");
    }
    double shape = (double) width / height;
    double otherShape = (double) otherWidth / otherHeight;
    double turned = 1 / otherShape;
    if (Math.abs(shape - otherShape) > SHAPE * otherShape
        && Math.abs(shape - turned) > SHAPE * turned) {
      phrases.add(shape < otherShape ? "narrower" : "wider");
    }
  }

  private static Optional<String> change(double[] row, double[] witness) {
    double best = correlation(row, witness) + GAIN;
    Change found = null;
    for (Change change : Change.values()) {
      double[] changed = new double[witness.length];
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
          changed[y * SIDE + x] = witness[change.from(x, y)];
        }
      }
      double alike = correlation(row, changed);
      if (alike >= ALIKE && alike > best) {
        best = alike;
        found = change;
      }
    }
    return Optional.ofNullable(found).map(change -> change.phrase);
  }

  private static double correlation(double[] a, double[] b) {
    double meanA = mean(a);
    double meanB = mean(b);
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - meanA) * (b[i] - meanB);
      aa += (a[i] - meanA) * (a[i] - meanA);
      bb += (b[i] - meanB) * (b[i] - meanB);
    }
    return aa == 0 || bb == 0 ? 0 : ab / Math.sqrt(aa * bb);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** Returns the picture as a square of mean brightness, 0 to 255; empty if it can't be read. */
  private static Optional<double[]> square(Object thumbnail) {
    if (!(thumbnail instanceof byte[] bytes)) {
      return Optional.empty();
    }
    BufferedImage picture;
    try {
      picture = ImageIO.read(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      // A broken thumbnail costs a phrase, and no story.
      return Optional.empty();
    }
    if (picture == null) {
      return Optional.empty();
    }
    double[] cells = new double[SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        cells[y * SIDE + x] = mean(picture, x, y);
      }
    }
    return Optional.of(cells);
  }

  private static double mean(BufferedImage picture, int cellX, int cellY) {
    int left = cellX * picture.getWidth() / SIDE;
    int right = Math.max(left + 1, (cellX + 1) * picture.getWidth() / SIDE);
    int top = cellY * picture.getHeight() / SIDE;
    int bottom = Math.max(top + 1, (cellY + 1) * picture.getHeight() / SIDE);
    double sum = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        int rgb = picture.getRGB(x, y);
        sum += 0.299 * (rgb >> 16 & 255) + 0.587 * (rgb >> 8 & 255) + 0.114 * (rgb & 255);
      }
    }
    return sum / ((right - left) * (bottom - top));
  }

  private PictureDifference() {}
}
