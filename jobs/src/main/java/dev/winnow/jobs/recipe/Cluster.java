package dev.winnow.jobs.recipe;

import dev.winnow.transforms.cluster.KMeansOptions;
import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.kernel.Device;
import java.util.List;

/**
 * How vectors become clusters.
 *
 * @param k null for auto: rows / 100, within 1 to 1000
 * @param resample null but with {@code above}
 */
public record Cluster(
    @Key(
            value = "Number of clusters, or auto: rows / 100 within 1 to 1000.",
            byDefault = "auto",
            word = "auto",
            min = 1,
            max = 10_000_000)
        Integer k,
    @Key(value = "Most iterations of the fit.", byDefault = "25", min = 1, max = 10_000)
        int iterations,
    @Key(
            value =
                "The fit stops once no centroid moves further than this cosine distance; 0: once"
                    + " nothing changes.",
            byDefault = "0",
            min = 0,
            max = 2)
        double tolerance,
    @Key(value = "Seeding of the fit.", byDefault = "k-means||") KMeansOptions.Init init,
    @Key(
            value = "Rows of the fit per cluster; 0 for all.",
            byDefault = "256",
            min = 0,
            max = 1_000_000_000)
        int fitRowsPerCentroid,
    @Key(
            value = "Share of the rows used for the fit; overrides fit_rows_per_centroid.",
            min = 0,
            max = 1,
            aboveMin = true)
        Double fitFraction,
    @Key(
            value =
                "Clusters in levels, from the top: how many children each cluster of the level above"
                    + " has, such as [100, 100] for 10,000; instead of k.",
            byDefault = "[]",
            min = 1,
            max = 1_000_000)
        List<Integer> levels,
    @Key(
            value =
                "Clusters of each level above the k that examples are assigned to, from the bottom:"
                    + " with k 1000, [300, 20] makes 300 clusters of those 1000, and 20 of the 300.",
            byDefault = "[]",
            min = 1,
            max = 1_000_000)
        List<Integer> above,
    @Key("For above.") Resample resample,
    @Key(
            value = "What fits: winnow, or mllib, Spark MLlib's KMeans, as a yardstick.",
            byDefault = "winnow")
        Engine engine,
    @Key("Given prototypes, an .npy matrix or a Delta table: nothing is fitted.") String prototypes,
    @Key(
            value =
                "Where rows are compared with prototypes, in the score stage too: cpu, gpu, or auto,"
                    + " the GPU that Spark gives a task. Changes no result.",
            byDefault = "auto")
        Device device,
    @Key(
            "Of several encoders: the name of the one whose clusters are the run's; the first if not said.")
        String by) {

  /** How an example finds its cluster of each level. */
  public CentroidTree.Assignment assignment() {
    return above.isEmpty() ? CentroidTree.Assignment.TOP_DOWN : CentroidTree.Assignment.BOTTOM_UP;
  }

  /** What the prototypes depend on, as text: all but the device. */
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
