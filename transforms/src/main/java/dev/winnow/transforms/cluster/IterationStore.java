package dev.winnow.transforms.cluster;

import java.util.List;
import java.util.Optional;

/**
 * Where a fit leaves the centroids of each iteration, so that a killed driver goes on from there.
 */
public interface IterationStore {

  /**
   * The state before iteration {@code next}.
   *
   * @param centroids {@code float[k * dim]}
   * @param inertia of the iterations done
   */
  record State(int next, int k, int dim, float[] centroids, List<Double> inertia, int reseeded) {}

  /** The last state saved, if any. */
  Optional<State> latest();

  /** Replaces the last state by this one, at once or not at all. */
  void save(State state);

  /** Keeps nothing. */
  IterationStore NONE =
      new IterationStore() {
        @Override
        public Optional<State> latest() {
          return Optional.empty();
        }

        @Override
        public void save(State state) {}
      };
}
