package dev.winnow.jobs.run;

import java.util.List;
import java.util.Map;

/**
 * Facts of stages cluster and recluster. In the JSON, the figures of the fit, its speed, its levels
 * and its sizes stand side by side.
 *
 * @param warnings messages of the fit
 * @param dim length of the vectors
 * @param by name of the encoder whose clusters the run uses; null for the only encoder of a run
 * @param others facts of the clusters of the other encoders, by name; null for a single encoder
 */
public record ClusterFacts(
    Fit fit,
    Speed speed,
    Levels levels,
    List<String> warnings,
    int dim,
    Sizes sizes,
    String by,
    Map<String, ClusterFacts> others)
    implements StageFacts {

  /** Returns these facts with the encoder that they belong to and those of the other encoders. */
  public ClusterFacts withOthers(String encoder, Map<String, ClusterFacts> ofOthers) {
    return new ClusterFacts(fit, speed, levels, warnings, dim, sizes, encoder, ofOthers);
  }

  /**
   * Fit of the prototypes. Each figure is null where the engine does not give it.
   *
   * @param given file of prototypes that the recipe names instead of a fit
   * @param engine {@code mllib}; null for Winnow's engine
   * @param fitRows rows that the fit read
   * @param trainingCost as MLlib reports it
   * @param iterations as MLlib reports them
   * @param inertia sum of the distances over the fitting rows, at the start of each iteration
   * @param reseeded empty or vanished clusters that got a new centroid, over all iterations
   * @param seconds of each iteration; of MLlib, of the whole fit
   * @param gflops multiplications and additions per second of each iteration, in 1e9
   */
  public record Fit(
      String given,
      String engine,
      Long fitRows,
      Double trainingCost,
      Integer iterations,
      List<Double> inertia,
      Boolean converged,
      Integer reseeded,
      List<Double> seconds,
      List<Double> gflops) {

    public static Fit given(String file) {
      return new Fit(file, null, null, null, null, null, null, null, null, null);
    }
  }

  /**
   * Kernel of a fit, and its speed compared with the peak of the cores.
   *
   * @param kernel name; null without a fit by Winnow's engine
   * @param peakGflops measured peak of all cores in 1e9 operations per second; null for short fits
   * @param shareOfPeak share of the peak that the fastest iteration reached; null for short fits
   */
  public record Speed(String kernel, Long peakGflops, Double shareOfPeak) {

    public static final Speed UNKNOWN = new Speed(null, null, null);

    public static Speed of(String kernel) {
      return new Speed(kernel, null, null);
    }
  }

  /**
   * Levels of a hierarchy; null where a fit has none.
   *
   * @param levels branches of each level, top down, of a fit from the top
   * @param inertiaOfLevels inertia of each of these
   * @param above clusters of each level above the leaves, of a fit from the leaves
   * @param inertiaAbove inertia of each of these
   */
  public record Levels(
      List<Integer> levels,
      List<Double> inertiaOfLevels,
      List<Integer> above,
      List<Double> inertiaAbove) {

    public static final Levels NONE = new Levels(null, null, null, null);
  }

  /**
   * Sizes of the clusters, in examples.
   *
   * @param k clusters that examples are assigned to
   * @param imbalance k times the sum of the squared shares; 1 for an even spread
   * @param inertiaOfAllRows sum of the distances over all examples
   */
  public record Sizes(
      int k,
      long smallest,
      long median,
      long largest,
      long singletons,
      long empty,
      double imbalance,
      double inertiaOfAllRows) {}
}
