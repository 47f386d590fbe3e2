package dev.winnow.jobs.recipe;

import dev.winnow.schemas.Reason;
import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.select.policy.Keep;
import dev.winnow.transforms.select.policy.KeepHierarchical;
import java.math.BigDecimal;
import java.util.List;

/**
 * Settings of pruning: metric, policy and size.
 *
 * @param keepFraction null if {@code targetRows} is given, or all rows of the band are kept
 * @param band null, or two quantiles
 * @param density null except for {@code keep: density}; likewise {@code coverage} and {@code
 *     hierarchical}
 */
public record Prune(
    @Key(
            value =
                "Metric that ranks the examples. rank-average averages the ranks of several"
                    + " encoders, for which it is the default, or of the metrics in score.metrics.",
            byDefault = "prototype")
        Metric metric,
    @Key(value = "Policy: which examples are kept.", byDefault = "hard") Keep keep,
    @Key(value = "Share of rows to keep.", min = 0, max = 1, aboveMin = true)
        BigDecimal keepFraction,
    @Key(
            value = "Number of rows to keep, or all if there are fewer. Replaces keep_fraction.",
            min = 1,
            max = 1e15)
        Long targetRows,
    @Key(
            value =
                "For keep band: lower and upper quantile of the scores. Without keep_fraction and"
                    + " target_rows, all rows between them are kept.",
            min = 0,
            max = 1)
        List<BigDecimal> band,
    @Key("Parameters of keep density.") Density density,
    @Key("Parameters of keep coverage.") Coverage coverage,
    @Key("Parameters of keep hierarchical.") Hierarchical hierarchical,
    @Key(
            value =
                "For keep hard and density: share of the rows furthest from every prototype, which"
                    + " are kept only after all other rows.",
            byDefault = "0",
            min = 0,
            max = 1)
        BigDecimal outlierGuard,
    @Key(value = "Share of each cut that is drawn at random.", byDefault = "0", min = 0, max = 1)
        BigDecimal explorationFraction,
    @Key(
            value =
                "Control of the cut; random: a random subset of the same size, in table controls.",
            byDefault = "none")
        Control control,
    @Key("Floor under each class.") Balance balance) {

  /** Returns how many rows are kept. */
  public KeepCount count() {
    if (targetRows != null) {
      return KeepCount.rows(targetRows);
    }
    return KeepCount.share(keepFraction != null ? keepFraction : band.get(1).subtract(band.get(0)));
  }

  /** Returns the reason of a row that this policy kept and a smaller cut of its order drops. */
  public Reason droppedReason() {
    return keep == Keep.HIERARCHICAL
        ? KeepHierarchical.dropped(hierarchical.sampling())
        : keep.droppedReason();
  }
}
