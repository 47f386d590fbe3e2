package dev.winnow.jobs.experiment.study;

import dev.winnow.transforms.experiment.learn.Labelled;
import dev.winnow.transforms.experiment.learn.Learner;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Rows of a study in memory: those of the largest pool in its order, so that a smaller pool is a
 * prefix of them, then the test rows.
 *
 * @param vectors embeddings of the rows
 * @param pictures pixels of the rows; null if no learner needs them
 * @param pool rows of the largest pool
 * @param orders places of the rows of a pool, the first to keep first
 */
record StudyRows(Labelled vectors, Labelled pictures, int pool, Map<Proxy.Order, int[]> orders)
    implements Serializable {

  Labelled of(Learner learner) {
    return learner.ofPictures() ? pictures : vectors;
  }

  /** Returns the places of the training rows, ascending, so that a set is trained in one way. */
  int[] train(Proxy proxy) {
    if (proxy.policy().equals(Proxy.ALL)) {
      return IntStream.range(0, proxy.pool()).toArray();
    }
    int[] kept = Arrays.copyOf(orders.get(proxy.order()), proxy.rows());
    Arrays.sort(kept);
    return kept;
  }

  /** Returns the places of the test rows. */
  int[] test() {
    return IntStream.range(pool, vectors.rows()).toArray();
  }
}
