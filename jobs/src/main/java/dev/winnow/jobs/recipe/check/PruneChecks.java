package dev.winnow.jobs.recipe.check;

import dev.winnow.jobs.recipe.Balance;
import dev.winnow.jobs.recipe.Cluster;
import dev.winnow.jobs.recipe.Prune;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.transforms.select.policy.Keep;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Rules between the keys of {@code prune}, and on the sections that they need. */
final class PruneChecks {

  /**
   * Values in section prune that belong to one policy, by their keys.
   *
   * @param keep policy that the key belongs to
   * @param value value of the key; null for none
   */
  private record Parameter(String key, Keep keep, Function<Prune, Object> value) {}

  private static final List<Parameter> PARAMETERS =
      List.of(
          new Parameter("band", Keep.BAND, Prune::band),
          new Parameter("density", Keep.DENSITY, Prune::density),
          new Parameter("coverage", Keep.COVERAGE, Prune::coverage),
          new Parameter("hierarchical", Keep.HIERARCHICAL, Prune::hierarchical),
          new Parameter("zcore", Keep.ZCORE, Prune::zcore),
          new Parameter("d2", Keep.D2, Prune::d2),
          new Parameter("two_ended", Keep.TWO_ENDED, Prune::twoEnded));

  private final Recipe recipe;
  private final Faults faults;

  PruneChecks(Recipe recipe, Faults faults) {
    this.recipe = recipe;
    this.faults = faults;
  }

  void run() {
    Prune prune = recipe.prune();
    if (prune == null) {
      return;
    }
    size(prune);
    policy(prune);
    sixDecimals("prune.exploration_fraction", prune.explorationFraction());
    orders(prune);
    if (prune.balance() != null) {
      balance(prune.balance());
    }
  }

  private void size(Prune prune) {
    if (prune.targetRows() != null && prune.keepFraction() != null) {
      faults.at("prune.target_rows", "must be absent beside prune.keep_fraction; give one of them");
    }
    if (prune.targetRows() == null && prune.keepFraction() == null && prune.keep() != Keep.BAND) {
      faults.at(
          "prune.keep_fraction",
          "is missing: give the share of rows to keep, or their number in prune.target_rows");
    }
  }

  private void policy(Prune prune) {
    PARAMETERS.forEach(parameter -> appliesTo(prune, parameter));
    band(prune);
    levels(prune);
    outlierGuard(prune);
  }

  private void appliesTo(Prune prune, Parameter parameter) {
    if (parameter.value().apply(prune) != null && !prune.ordersBy(parameter.keep())) {
      faults.at(
          "prune." + parameter.key(),
          "must be absent for keep "
              + prune.keep().word()
              + "; it applies to keep "
              + parameter.keep().word());
    }
  }

  private void band(Prune prune) {
    List<BigDecimal> band = prune.band();
    if (!prune.ordersBy(Keep.BAND)) {
      return;
    }
    if (band == null) {
      faults.at(
          "prune.band",
          "is missing: keep band needs the lower and the upper quantile, such as [0.2, 0.8]");
    } else if (band.size() != 2 || band.get(0).compareTo(band.get(1)) >= 0) {
      faults.at("prune.band", "must hold two ascending quantiles, such as [0.2, 0.8], got " + band);
    }
  }

  private void levels(Prune prune) {
    Cluster cluster = recipe.cluster();
    if (prune.ordersBy(Keep.HIERARCHICAL)
        && cluster.levels().isEmpty()
        && cluster.above().isEmpty()) {
      faults.at(
          prune.keep() == Keep.HIERARCHICAL ? "prune.keep" : "prune.orders",
          "hierarchical needs cluster.above, such as [300, 20] over k: 1000, or cluster.levels,"
              + " such as [30, 10], or [300] for one level");
    }
  }

  private void outlierGuard(Prune prune) {
    if (prune.outlierGuard().signum() > 0 && !prune.keep().takesOutlierGuard()) {
      String guarded =
          Arrays.stream(Keep.values())
              .filter(Keep::takesOutlierGuard)
              .map(Keep::word)
              .collect(Collectors.joining(" and "));
      faults.at(
          "prune.outlier_guard",
          "must be absent for keep "
              + prune.keep().word()
              + "; it applies to keep "
              + guarded
              + (prune.keep() == Keep.COVERAGE ? ", and coverage has prune.coverage.beta" : "")
              + (prune.keep() == Keep.TWO_ENDED
                  ? ", and two-ended has prune.two_ended.hardest"
                  : ""));
    }
  }

  private void orders(Prune prune) {
    if (prune.orders() != null && Set.copyOf(prune.orders()).size() < prune.orders().size()) {
      faults.at("prune.orders", "must name each policy once, got " + words(prune.orders()));
    }
    if (prune.orderSeeds() == null) {
      return;
    }
    if (prune.orders() == null || !prune.orders().contains(Keep.RANDOM)) {
      faults.at("prune.order_seeds", "must be absent without random in prune.orders");
    }
    if (Set.copyOf(prune.orderSeeds()).size() < prune.orderSeeds().size()) {
      faults.at("prune.order_seeds", "must differ, got " + prune.orderSeeds());
    }
  }

  private static List<String> words(List<Keep> policies) {
    return policies.stream().map(Keep::word).toList();
  }

  private void sixDecimals(String key, BigDecimal value) {
    if (value.stripTrailingZeros().scale() > 6) {
      faults.at(key, "must have at most six decimals, got " + value.toPlainString());
    }
  }

  private void balance(Balance balance) {
    sixDecimals("prune.balance.floor", balance.floor());
    if (balance.by().equals("label") && !recipe.input().hasLabels()) {
      faults.at(
          "prune.balance.by",
          "label needs input.label, the column of labels; or balance by cluster");
    }
  }
}
