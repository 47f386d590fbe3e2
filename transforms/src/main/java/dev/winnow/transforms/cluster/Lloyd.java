package dev.winnow.transforms.cluster;

import dev.winnow.transforms.cluster.FurthestRows.FarRow;
import dev.winnow.transforms.kernel.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lloyd's iterations from the seeds to the last centroids, on rows in one JVM or on many executors.
 */
public final class Lloyd {

  private final KMeansOptions options;
  private final FitProgress progress;

  public Lloyd(KMeansOptions options, FitProgress progress) {
    this.options = options;
    this.progress = progress;
  }

  /**
   * Fits from the last state of the store, or from new seeds when it holds none.
   *
   * @param store receives the state after each iteration
   */
  public KMeansFit fit(FitRows rows, IterationStore store) {
    int dim = rows.dim();
    IterationStore.State state = store.latest().orElseGet(() -> seeded(rows));
    send(state, true, Double.NaN, Double.NaN);
    while (!state.converged() && state.done().size() < options.iterations()) {
      state = next(rows, state);
      store.save(state);
    }
    List<String> warnings =
        state.k() == options.k()
            ? List.of()
            : List.of(
                "k must be at most the number of distinct rows; lowered from "
                    + options.k()
                    + " to "
                    + state.k());
    return new KMeansFit(
        state.centroids(),
        state.k(),
        dim,
        state.done(),
        state.converged(),
        rows.count(),
        state.reseeded(),
        warnings);
  }

  private IterationStore.State seeded(FitRows rows) {
    progress.accept("seeding " + options.k() + " centroids on " + rows.count() + " rows");
    float[] first = new Seeding(options).centroids(rows);
    return new IterationStore.State(
        first.length / rows.dim(), rows.dim(), first, List.of(), 0, false);
  }

  private IterationStore.State next(FitRows rows, IterationStore.State state) {
    int dim = state.dim();
    long start = System.nanoTime();
    FitRows.Update update = rows.update(state.centroids());
    float[] centroids = update.centroids();
    int reseeded = 0;
    if (update.vacant().length > 0) {
      // A vacant cluster takes the row that is furthest from its centroid.
      for (WeightedRow row : rows.find(furthest(rows, state, update))) {
        System.arraycopy(row.row(), 0, centroids, update.vacant()[reseeded] * dim, dim);
        reseeded++;
      }
    }
    List<KMeansFit.Iteration> done = new ArrayList<>(state.done());
    double seconds = (System.nanoTime() - start) / 1e9;
    done.add(new KMeansFit.Iteration(update.inertia(), seconds));
    double moved = moved(state.centroids(), centroids, dim);
    boolean settled =
        options.tolerance() == 0
            ? Arrays.equals(state.centroids(), centroids)
            : moved <= options.tolerance();
    IterationStore.State next =
        new IterationStore.State(
            state.k(), dim, centroids, done, state.reseeded() + reseeded, settled);
    send(next, false, update.inertia() / rows.count(), moved);
    return next;
  }

  /**
   * Returns as many rows as there are vacant clusters. This costs another pass only where the
   * update kept fewer.
   */
  private static List<FarRow> furthest(
      FitRows rows, IterationStore.State state, FitRows.Update update) {
    int wanted = update.vacant().length;
    return wanted <= update.furthest().size()
        ? update.furthest().subList(0, wanted)
        : rows.furthest(state.centroids(), wanted);
  }

  private void send(
      IterationStore.State state, boolean isFirst, double meanDistance, double moved) {
    progress.iteration(
        new FitProgress.Iteration(
            state.done().size(),
            isFirst,
            options.iterations(),
            meanDistance,
            moved,
            options.tolerance()));
  }

  /** Returns the largest distance between an old and a new centroid. */
  private double moved(float[] old, float[] centroids, int dim) {
    double most = 0;
    for (int at = 0; at < old.length; at += dim) {
      double squares = 0;
      for (int j = at; j < at + dim; j++) {
        double difference = (double) old[j] - centroids[j];
        squares += difference * difference;
      }
      // Half the squared distance of unit vectors is their cosine distance.
      double moved = options.metric() == Metric.COSINE ? squares / 2 : Math.sqrt(squares);
      if (moved > most) {
        most = moved;
      }
    }
    return most;
  }
}
