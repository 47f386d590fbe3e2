package dev.winnow.transforms.experiment.learn;

import java.util.Locale;

/** List of proxy learners, under the names that recipes use. */
public enum Learner {
  /** Softmax regression. */
  SOFTMAX,
  /** Ridge regression on one-hot labels, in closed form, with a softmax over its outputs. */
  RIDGE,
  /** Network of one hidden layer. */
  MLP,
  /** Small convolutional network on pixels; needs a {@link Labelled.Shape}. */
  CONV;

  /** Returns the name as recipes have it, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns true for a learner that needs pictures, not embeddings. */
  public boolean ofPictures() {
    return this == CONV;
  }

  /**
   * Trains on some rows and measures on others.
   *
   * @param train indices of the training rows, at least one
   * @param test indices of the test rows, at least one
   * @param seed of the initial weights and of the order of the rows in a pass
   * @throws IllegalArgumentException if there are no training or no test rows, or no pictures where
   *     they are needed
   */
  public Measurement measure(Labelled data, int[] train, int[] test, Budget budget, long seed) {
    throw new UnsupportedOperationException(word());
  }
}
