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
 * @param density null except for {@code keep: density} and where orders have it; likewise {@code
 *     coverage}, {@code hierarchical}, {@code zcore}, {@code d2} and {@code twoEnded}
 * @param orders null for no table of orders
 * @param orderSeeds null for the seed of the recipe
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
    @Key("Parameters of keep zcore.") Zcore zcore,
    @Key("Parameters of keep d2.") D2 d2,
    @Key("Parameters of keep two-ended.") TwoEnded twoEnded,
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
    @Key("Floor under each class.") Balance balance,
    @Key(
            "Policies by which all ranked rows are ordered besides, in table orders, for"
                + " experiments that compare them. The floor and the other settings of this section"
                + " hold for them too.")
        List<Keep> orders,
    @Key(
            "For random among the orders: seeds, each of which makes an order; default: the seed of"
                + " the recipe.")
        List<Long> orderSeeds) {

  /**
   * Parameters of {@code keep: zcore}.
   *
   * @param draws null for auto
   */
  public record Zcore(
      @Key(
              value = "Number of points that are drawn, or auto: ten a row, at most 1,000,000.",
              byDefault = "auto",
              word = "auto",
              min = 1,
              max = 10_000_000)
          Integer draws,
      @Key(
              value = "Number of dimensions of the embedding in which a point lies.",
              byDefault = "2",
              min = 1,
              max = 64)
          int dims,
      @Key(
              value = "Number of rows near to the row of a point that share its penalty.",
              byDefault = "32",
              min = 1,
              max = 1000)
          int neighbours) {}

  /** Parameters of {@code keep: d2}. */
  public record D2(
      @Key(
              value = "Number of nearest rows that a row is connected to.",
              byDefault = "5",
              min = 1,
              max = 1000)
          int neighbours,
      @Key(
              value =
                  "Decay with the squared distance of the scores that a row gets from its"
                      + " neighbours.",
              byDefault = "1",
              min = 0)
          double gammaForward,
      @Key(
              value =
                  "Decay with the squared distance of what a selected row takes from its"
                      + " neighbours.",
              byDefault = "1",
              min = 0)
          double gammaReverse) {}

  /** Parameters of {@code keep: two-ended}. */
  public record TwoEnded(
      @Key(
              value = "Share of the hardest rows, which are kept only after all other rows.",
              byDefault = "0.1",
              min = 0,
              max = 0.99)
          BigDecimal hardest) {}

  /** Returns true if rows are ordered by this policy, for the cut or for table orders. */
  public boolean ordersBy(Keep policy) {
    return keep == policy || orders != null && orders.contains(policy);
  }

  /** Returns how many rows are kept. */
  public KeepCount count() {
    if (targetRows != null) {
      return KeepCount.rows(targetRows);
    }
    return KeepCount.share(keepFraction != null ? keepFraction : band.get(1).subtract(band.get(0)));
  }

  /**
   * Returns all settings as a text for the key of the stage. Parameters of policies that earlier
   * builds did not have are left out where they are absent, so that the keys of those builds hold.
   */
  public String content() {
    String content = toString();
    for (String parameters : List.of("zcore", "d2", "twoEnded", "orders", "orderSeeds")) {
      content = content.replace(", " + parameters + "=null", "");
    }
    return content;
  }

  /** Returns the reason of a row that this policy kept and a smaller cut of its order drops. */
  public Reason droppedReason() {
    return keep == Keep.HIERARCHICAL
        ? KeepHierarchical.dropped(hierarchical.sampling())
        : keep.droppedReason();
  }
}
