package dev.winnow.jobs.recipe.check;

import dev.winnow.jobs.recipe.Balance;
import dev.winnow.jobs.recipe.Cluster;
import dev.winnow.jobs.recipe.Prune;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.recipe.Section;
import dev.winnow.transforms.select.order.Keep;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.BiConsumer;

/** Rules between the keys of prune, and on what they need of other sections. */
public final class PruneChecks {

  private final Recipe recipe;
  private final BiConsumer<String, String> fault;

  /**
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
    belongsTo(Keep.BAND, "band", prune.band());
    belongsTo(Keep.DENSITY, "density", prune.density());
    belongsTo(Keep.COVERAGE, "coverage", prune.coverage());
    belongsTo(Keep.HIERARCHICAL, "hierarchical", prune.hierarchical());
    band(prune);
    levels(prune);
    if (prune.outlierGuard().signum() > 0
        && prune.keep() != Keep.HARD
        && prune.keep() != Keep.DENSITY) {
      fault.accept(
          "prune.outlier_guard",
          "prune.outlier_guard must be absent for keep "
              + Section.word(prune.keep())
              + ", it belongs to hard and density"
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

  private void belongsTo(Keep keep, String key, Object value) {
    if (value != null && recipe.prune().keep() != keep) {
      fault.accept(
          "prune." + key,
          "prune."
              + key
              + " must be absent for keep "
              + Section.word(recipe.prune().keep())
              + ", it belongs to keep "
              + Section.word(keep));
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
