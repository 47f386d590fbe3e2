package dev.winnow.transforms.experiment.learn;

import dev.winnow.transforms.experiment.HashedDraws;
import java.util.Arrays;
import java.util.Locale;

/** List of proxy learners, under the names that recipes use. */
public enum Learner {
  /** Softmax regression, by Adam. */
  SOFTMAX {
    @Override
    Classifier train(Standardised features, int[] train, Budget budget, HashedDraws draws) {
      return Network.softmax(features, draws.part(0)).train(train, budget, draws.part(1));
    }
  },
  /** Ridge regression on one-hot labels, in closed form; the same under every budget and seed. */
  RIDGE {
    @Override
    Classifier train(Standardised features, int[] train, Budget budget, HashedDraws draws) {
      return new Ridge(features, train);
    }
  },
  /** Network of one hidden layer, by Adam. */
  MLP {
    @Override
    Classifier train(Standardised features, int[] train, Budget budget, HashedDraws draws) {
      return Network.hidden(features, draws.part(0)).train(train, budget, draws.part(1));
    }
  },
  /** Small convolutional network on pixels, by Adam; needs a {@link Labelled.Shape}. */
  CONV {
    @Override
    Classifier train(Standardised features, int[] train, Budget budget, HashedDraws draws) {
      return Network.convolutional(features, draws.part(0)).train(train, budget, draws.part(1));
    }
  };

  private static final int LEAST_PICTURE = 4;

  abstract Classifier train(Standardised features, int[] train, Budget budget, HashedDraws draws);

  /** Returns the name as recipes have it, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns true for a learner that needs pictures, not embeddings. */
  public boolean ofPictures() {
    return this == CONV;
  }

  /** Returns true for a learner whose result depends on the seed and the budget. */
  public boolean drawn() {
    return this != RIDGE;
  }

  /**
   * Trains on some rows and measures on others, in the calling thread. The order of the indices
   * changes nothing.
   *
   * @param train indices of the training rows, at least one
   * @param test indices of the test rows, at least one
   * @param seed of the initial weights and of the order of the rows in a pass
   * @throws IllegalArgumentException if there are no training or no test rows, or no pictures of at
   *     least 4 x 4 pixels where they are needed
   */
  public Measurement measure(Labelled data, int[] train, int[] test, Budget budget, long seed) {
    if (train.length == 0 || test.length == 0) {
      throw new IllegalArgumentException(
          "a run needs training and test rows, got " + train.length + " and " + test.length);
    }
    Labelled.Shape shape = data.shape();
    if (ofPictures()
        && (shape == null || shape.height() < LEAST_PICTURE || shape.width() < LEAST_PICTURE)) {
      throw new IllegalArgumentException(
          word() + " needs pictures of at least 4 x 4 pixels, got " + shape);
    }
    int[] rows = train.clone();
    Arrays.sort(rows);
    Classifier trained = train(new Standardised(data, rows), rows, budget, HashedDraws.of(seed));
    return Evaluation.of(trained, data, test);
  }
}
