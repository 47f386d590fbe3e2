package dev.winnow.transforms.experiment.learn;

import java.io.Serializable;

/**
 * Labelled rows that all runs of a study share. The arrays are not copied and must not change.
 *
 * @param values row-major features, rows x width
 * @param width features of a row, at least 1
 * @param labels class of each row, in [0, classes)
 * @param classes number of classes, at least 2
 * @param shape layout of a row as a picture, whose numbers multiply to the width; null for vectors
 */
public record Labelled(float[] values, int width, int[] labels, int classes, Shape shape)
    implements Serializable {

  /** Layout of a picture: rows of pixels from the top, its channels beside each other. */
  public record Shape(int height, int width, int channels) implements Serializable {}

  public Labelled {
    if (width < 1 || values.length != (long) width * labels.length) {
      throw new IllegalArgumentException(
          "values must hold "
              + labels.length
              + " rows of "
              + width
              + " features, got "
              + values.length
              + " numbers");
    }
    if (classes < 2) {
      throw new IllegalArgumentException("classes must be at least 2, got " + classes);
    }
    if (shape != null && shape.height() * shape.width() * shape.channels() != width) {
      throw new IllegalArgumentException("shape must have " + width + " numbers, got " + shape);
    }
  }

  /** Returns the number of rows. */
  public int rows() {
    return labels.length;
  }
}
