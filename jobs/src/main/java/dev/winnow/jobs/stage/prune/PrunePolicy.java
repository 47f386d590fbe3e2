package dev.winnow.jobs.stage.prune;

import dev.winnow.jobs.recipe.Prune;
import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.policy.EmbeddedRows;
import dev.winnow.transforms.select.policy.Keep;
import dev.winnow.transforms.select.policy.KeepBand;
import dev.winnow.transforms.select.policy.KeepCoverage;
import dev.winnow.transforms.select.policy.KeepD2;
import dev.winnow.transforms.select.policy.KeepDensity;
import dev.winnow.transforms.select.policy.KeepHard;
import dev.winnow.transforms.select.policy.KeepHierarchical;
import dev.winnow.transforms.select.policy.KeepTwoEnded;
import dev.winnow.transforms.select.policy.KeepZcore;
import dev.winnow.transforms.select.zcore.CoverageScores;
import java.math.BigDecimal;
import java.util.List;

/** Builds the policy that a recipe names, with the parameters that the recipe gives. */
public final class PrunePolicy {

  /**
   * Facts about the prototypes. They cost Spark jobs, so only a policy that needs them reads them.
   */
  public interface Geometry {

    /** Measures the distance of each prototype to its nearest others. */
    double[] separation(int neighbours);

    /** Reads the clusters of each level. */
    Levels levels();

    /** Reads the prototypes, and the embeddings lazily. */
    EmbeddedRows embedded();
  }

  /**
   * Clusters in levels.
   *
   * @param leaves number of clusters that rows belong to
   * @param parents parent of each cluster, for each level except the top, from the leaves up
   */
  public record Levels(int leaves, List<int[]> parents) {}

  /**
   * Builds the policy. A policy that orders by the score alone and has no parameters needs no case
   * here.
   *
   * @param prune section of the recipe; null keeps all rows, the hardest first
   */
  public static Policy build(Prune prune, Geometry geometry) {
    if (prune == null) {
      return new KeepHard(BigDecimal.ZERO);
    }
    return build(prune, prune.keep(), geometry);
  }

  /**
   * Builds a policy with the parameters of the section.
   *
   * @param keep policy of the cut, or one of the orders besides
   */
  static Policy build(Prune prune, Keep keep, Geometry geometry) {
    return switch (keep) {
      case HARD -> new KeepHard(prune.outlierGuard());
      case BAND -> new KeepBand(prune.band().get(0), prune.band().get(1));
      case COVERAGE -> new KeepCoverage(prune.coverage().beta(), prune.coverage().strata());
      case DENSITY ->
          new KeepDensity(
              prune.density().tau(),
              geometry.separation(prune.density().neighbours()),
              prune.outlierGuard());
      case HIERARCHICAL -> {
        Levels levels = geometry.levels();
        yield new KeepHierarchical(
            levels.leaves(),
            levels.parents(),
            prune.hierarchical().multiplier(),
            prune.hierarchical().sampling());
      }
      case ZCORE ->
          new KeepZcore(
              geometry.embedded(),
              new CoverageScores(
                  prune.zcore().draws(), prune.zcore().dims(), prune.zcore().neighbours()));
      case D2 ->
          new KeepD2(
              geometry.embedded(),
              prune.d2().neighbours(),
              prune.d2().gammaForward(),
              prune.d2().gammaReverse());
      case TWO_ENDED -> new KeepTwoEnded(prune.twoEnded().hardest());
      default -> withoutParameters(keep);
    };
  }

  private static Policy withoutParameters(Keep keep) {
    return keep.scoreOrder()
        .orElseThrow(
            () -> new IllegalStateException("no parameters are known for keep " + keep.word()));
  }

  private PrunePolicy() {}
}
