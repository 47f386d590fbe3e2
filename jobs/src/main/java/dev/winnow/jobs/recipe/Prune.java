package dev.winnow.jobs.recipe;

import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.select.policy.Keep;
import java.math.BigDecimal;
import java.util.List;

/**
 * What is kept.
 *
 * @param keepFraction null where {@code targetRows} is given, or the band is all that is kept
 * @param band null, or two quantiles
 * @param density null but for {@code keep: density}; so are {@code coverage} and {@code
 *     hierarchical}
 */
public record Prune(
    @Key(
            value =
                "Metric that ranks the examples. rank-average: over several encoders, where it is"
                    + " the default, or over the metrics of score.metrics.",
            byDefault = "prototype")
        Metric metric,
    @Key(value = "The policy: what survives.", byDefault = "hard") Keep keep,
    @Key(value = "Share of rows kept.", min = 0, max = 1, aboveMin = true) BigDecimal keepFraction,
    @Key(
            value = "Number of rows kept, or all where there are fewer; instead of keep_fraction.",
            min = 1,
            max = 1e15)
        Long targetRows,
    @Key(
            value =
                "For keep band: the lower and the upper quantile of the scores; without keep_fraction"
                    + " and target_rows all between them is kept.",
            min = 0,
            max = 1)
        List<BigDecimal> band,
    @Key("For keep density.") Density density,
    @Key("For keep coverage.") Coverage coverage,
    @Key("For keep hierarchical.") Hierarchical hierarchical,
    @Key(
            value =
                "For keep hard and density: share of the rows, those furthest from every prototype,"
                    + " that are kept only after all others.",
            byDefault = "0",
            min = 0,
            max = 1)
        BigDecimal outlierGuard,
    @Key(value = "Share of every cut that is drawn at random.", byDefault = "0", min = 0, max = 1)
        BigDecimal explorationFraction,
    @Key(
            value = "random: a random subset of the cut's size, in the table controls.",
            byDefault = "none")
        Control control,
    @Key("Floor under every class.") Balance balance) {

  /** How many rows are kept. */
  public KeepCount count() {
    if (targetRows != null) {
      return KeepCount.rows(targetRows);
    }
    return KeepCount.share(keepFraction != null ? keepFraction : band.get(1).subtract(band.get(0)));
  }
}
