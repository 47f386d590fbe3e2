package dev.winnow.jobs.recipe;

import dev.winnow.transforms.cluster.KMeansOptions;
import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.kernel.Device;
import dev.winnow.transforms.kernel.Metric;
import java.util.List;

/**
 * Settings of clustering.
 *
 * @param k null for auto: rows / 100, within 1 to 1000
 * @param resample null without {@code above}
 */
public record Cluster(
    @Key(
            value = "Number of clusters, or auto: rows / 100, within 1 to 1000.",
            byDefault = "auto",
            word = "auto",
            min = 1,
            max = 10_000_000)
        Integer k,
    @Key(
            value = "Maximum number of iterations of the fit.",
            byDefault = "25",
            min = 1,
            max = 10_000)
        int iterations,
    @Key(
            value =
                "The fit stops when no centroid moves further than this cosine distance; with 0,"
                    + " when nothing changes.",
            byDefault = "0",
            min = 0,
            max = 2)
        double tolerance,
    @Key(value = "Choice of the first centroids.", byDefault = "k-means||") KMeansOptions.Init init,
    @Key(
            value = "Rows per cluster that the fit reads; 0 for all rows.",
            byDefault = "256",
            min = 0,
            max = 1_000_000_000)
        int fitRowsPerCentroid,
    @Key(
            value = "Share of the rows that the fit reads; overrides fit_rows_per_centroid.",
            min = 0,
            max = 1,
            aboveMin = true)
        Double fitFraction,
    @Key(
            value =
                "Levels of clusters, from the top: number of children of each cluster of the level"
                    + " above, such as [100, 100] for 10,000 clusters. Replaces k.",
            byDefault = "[]",
            mayBeEmpty = true,
            min = 1,
            max = 1_000_000)
        List<Integer> levels,
    @Key(
            value =
                "Levels above the k clusters that examples are assigned to, from the bottom: with k"
                    + " 1000, [300, 20] groups the 1000 clusters into 300, and those into 20.",
            byDefault = "[]",
            mayBeEmpty = true,
            min = 1,
            max = 1_000_000)
        List<Integer> above,
    @Key("Refits of the levels of above.") Resample resample,
    @Key(
            value = "Engine of the fit: winnow, or mllib (Spark MLlib's KMeans) for comparison.",
            byDefault = "winnow")
        Engine engine,
    @Key(
            value = "Prototypes to use instead of a fit: an .npy matrix or a Delta table.",
            path = true)
        String prototypes,
    @Key(
            value =
                "Processor that compares rows with prototypes, also in stage score: cpu, gpu, or"
                    + " auto (the GPU that Spark gives a task, else the CPU). Does not change the"
                    + " result.",
            byDefault = "auto")
        Device device,
    @Key(
            "With several encoders: name of the encoder whose clusters the run uses; default: the"
                + " first.")
        String by) {

  /** Engines of the cluster fit. */
  public enum Engine {
    WINNOW,
    /** Spark MLlib's KMeans, for comparison; its result depends on the partitioning. */
    MLLIB
  }

  /**
   * Returns the options of a fit.
   *
   * @param rows number of rows, from which {@code k: auto} follows: a hundredth, in [1, 1000]
   */
  public KMeansOptions fitOptions(long rows, long seed) {
    int auto = (int) Math.max(1, Math.min(1000, rows / 100));
    return new KMeansOptions(
        k == null ? auto : k,
        Metric.COSINE,
        iterations,
        tolerance,
        init,
        KMeansOptions.INIT_STEPS,
        seed,
        fitRowsPerCentroid,
        fitFraction,
        device);
  }

  /** Returns how an example finds its cluster of each level. */
  public CentroidTree.Assignment assignment() {
    return above.isEmpty() ? CentroidTree.Assignment.TOP_DOWN : CentroidTree.Assignment.BOTTOM_UP;
  }

  /** Returns, as text, all settings that the prototypes depend on: all except the device. */
  public String content() {
    return new Cluster(
            k,
            iterations,
            tolerance,
            init,
            fitRowsPerCentroid,
            fitFraction,
            levels,
            above,
            resample,
            engine,
            prototypes,
            Device.AUTO,
            by)
        .toString();
  }
}
