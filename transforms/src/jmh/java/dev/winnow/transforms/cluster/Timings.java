package dev.winnow.transforms.cluster;

import java.util.List;
import java.util.Optional;

/** Starts a fit from given centroids, and records the time until its last iteration. */
final class Timings implements IterationStore {

  private final float[] seeds;
  private final int dim;
  private Cost start;
  private Cost end;
  private int iterations;

  Timings(float[] seeds, int dim) {
    this.seeds = seeds;
    this.dim = dim;
  }

  @Override
  public Optional<State> latest() {
    start = Cost.now();
    return Optional.of(new State(seeds.length / dim, dim, seeds, List.of(), 0, false));
  }

  @Override
  public void save(State state) {
    end = Cost.now();
    iterations = state.done().size();
  }

  /** Returns the mean of all iterations. */
  Cost ofIteration() {
    return end.minus(start).over(iterations);
  }
}
