package dev.winnow.transforms.cluster;

import java.util.List;
import java.util.Optional;

/**
 * Where a fit leaves the centroids of each iteration, so that a killed driver goes on from there.
 */
public interface IterationStore {

  /**
   * The state before the iteration after those that are done.
   *
   * @param centroids {@code float[k * dim]}
   * @param converged whether no iteration is left to do
   */
  record State(
      int k,
      int dim,
      float[] centroids,
      List<KMeansFit.Iteration> done,
      int reseeded,
      boolean converged) {

    public State {
      done = List.copyOf(done);
    }
  }

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
