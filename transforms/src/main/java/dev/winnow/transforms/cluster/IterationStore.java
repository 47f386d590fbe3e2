package dev.winnow.transforms.cluster;

import java.util.List;
import java.util.Optional;

/**
 * Storage for the centroids of each iteration of a fit, so that a fit continues after its driver
 * was killed.
 */
public interface IterationStore {

  /**
   * State of a fit between two iterations.
   *
   * @param centroids {@code float[k * dim]}
   * @param done iterations so far
   * @param reseeded empty or vanished clusters so far that were given a new centroid
   * @param converged true when no iteration is left to do
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

  /** Returns the last state that was saved, if any. */
  Optional<State> latest();

  /** Replaces the last state by this one, completely or not at all. */
  void save(State state);

  /** Store that keeps nothing. */
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
