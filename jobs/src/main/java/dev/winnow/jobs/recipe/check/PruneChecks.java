package dev.winnow.jobs.recipe.check;

import dev.winnow.jobs.recipe.Balance;
import dev.winnow.jobs.recipe.Cluster;
import dev.winnow.jobs.recipe.Prune;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.transforms.select.policy.Keep;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Checks the keys of section prune against each other, and against other sections. */
public final class PruneChecks {

  private final Recipe recipe;
  private final BiConsumer<String, String> fault;

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
          new Parameter("hierarchical", Keep.HIERARCHICAL, Prune::hierarchical));

  /**
   * Creates the checks of a recipe.
   *
   * @param fault receives the dotted key that is at fault, and the message
   */
  public PruneChecks(Recipe recipe, BiConsumer<String, String> fault) {
    this.recipe = recipe;
    this.fault = fault;
  }

  public void run() {
    Prune prune = recipe.prune();
    if (prune == null) {
      return;
    }
    size(prune);
    PARAMETERS.forEach(parameter -> belongsToPolicy(prune, parameter));
    band(prune);
    levels(prune);
    if (prune.outlierGuard().signum() > 0 && !prune.keep().takesOutlierGuard()) {
      List<String> guarded =
          Arrays.stream(Keep.values()).filter(Keep::takesOutlierGuard).map(Keep::word).toList();
      fault.accept(
          "prune.outlier_guard",
          "prune.outlier_guard must be absent for keep "
              + prune.keep().word()
              + ", it belongs to "
              + String.join(" and ", guarded)
              + (prune.keep() == Keep.COVERAGE ? "; coverage has prune.coverage.beta" : ""));
    }
    sixDecimals("prune.exploration_fraction", prune.explorationFraction());
    if (prune.balance() != null) {
      balance(prune.balance());
    }
  }

  private void size(Prune prune) {
    if (prune.targetRows() != null && prune.keepFraction() != null) {
      fault.accept(
          "prune.target_rows",
          "prune.target_rows must be absent beside prune.keep_fraction; give one of them");
    }
    if (prune.targetRows() == null && prune.keepFraction() == null && prune.keep() != Keep.BAND) {
      fault.accept(
          "prune",
          "prune.keep_fraction is missing: give the share of rows kept, or their number in"
              + " prune.target_rows");
    }
  }

  private void belongsToPolicy(Prune prune, Parameter parameter) {
    if (parameter.value().apply(prune) != null && prune.keep() != parameter.keep()) {
      String key = "prune." + parameter.key();
      fault.accept(
          key,
          key
              + " must be absent for keep "
              + prune.keep().word()
              + ", it belongs to keep "
              + parameter.keep().word());
    }
  }

  private void band(Prune prune) {
    List<BigDecimal> band = prune.band();
    if (prune.keep() != Keep.BAND) {
      return;
    }
    if (band == null) {
      fault.accept(
          "prune",
          "prune.band is missing: keep band needs the lower and the upper quantile, such as [0.2,"
              + " 0.8]");
    } else if (band.size() != 2 || band.get(0).compareTo(band.get(1)) >= 0) {
      fault.accept(
          "prune.band",
          "prune.band must hold two ascending quantiles, such as [0.2, 0.8], got " + band);
    }
  }

  private void levels(Prune prune) {
    Cluster cluster = recipe.cluster();
    if (prune.keep() == Keep.HIERARCHICAL
        && cluster.levels().isEmpty()
        && cluster.above().isEmpty()) {
      fault.accept(
          "prune.keep",
          "prune.keep hierarchical needs cluster.above, such as [300, 20] over k: 1000, or"
              + " cluster.levels, such as [30, 10], or [300] for one level");
    }
  }

  private void sixDecimals(String key, BigDecimal value) {
    if (value.stripTrailingZeros().scale() > 6) {
      fault.accept(key, key + " must have at most six decimals, got " + value.toPlainString());
    }
  }

  private void balance(Balance balance) {
    sixDecimals("prune.balance.floor", balance.floor());
    if (balance.by().equals("label") && !recipe.input().hasLabels()) {
      fault.accept(
          "prune.balance",
          "prune.balance.by label needs input.label, the column of labels; or balance by cluster");
    }
  }
}
