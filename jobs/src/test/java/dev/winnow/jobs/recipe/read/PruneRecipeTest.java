package dev.winnow.jobs.recipe.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.jobs.recipe.Control;
import dev.winnow.jobs.recipe.Coverage;
import dev.winnow.jobs.recipe.Density;
import dev.winnow.jobs.recipe.Hierarchical;
import dev.winnow.jobs.recipe.Prune;
import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.select.policy.ClusterSampling;
import dev.winnow.transforms.select.policy.Keep;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies of a recipe: their keys, defaults and faults. */
class PruneRecipeTest {

  private static final String SMALL =
      """
      apiVersion: winnow/v1
      name: small
      warehouse: tables
      input: {format: images, path: /data/photos}
      """;

  private static Prune prune(String section, String... sets) {
    return new RecipeLoader(name -> null)
        .load("my.yaml", SMALL + section + "\n", List.of(sets))
        .get(0)
        .recipe()
        .prune();
  }

  private static String fault(String section) {
    String message = assertThrows(RecipeFaults.class, () -> prune(section)).getMessage();
    String[] lines = message.split("\n");
    assertEquals(2, lines.length, message);
    return lines[1].strip().replaceFirst("^my.yaml:\\d+:\\d+: ", "");
  }

  @Test
  void aPolicyWithParametersHasTheirDefaults() {
    Prune density = prune("prune: {keep: density, keep_fraction: 0.5}");
    assertEquals(new Density(0.1, 20), density.density());
    assertNull(density.coverage());
    Prune coverage = prune("prune: {keep: coverage, keep_fraction: 0.5, coverage: {beta: 0.2}}");
    assertEquals(new Coverage(new BigDecimal("0.2"), 50), coverage.coverage());
    Prune hierarchical =
        prune("cluster: {levels: [300]}\nprune: {keep: hierarchical, target_rows: 100}");
    assertEquals(new Hierarchical(1, ClusterSampling.RANDOM), hierarchical.hierarchical());
    assertEquals(
        new Prune.Zcore(null, 2, 32), prune("prune: {keep: zcore, keep_fraction: 0.5}").zcore());
    assertEquals(new Prune.D2(5, 1, 1), prune("prune: {keep: d2, keep_fraction: 0.5}").d2());
    assertEquals(
        new Prune.TwoEnded(new BigDecimal("0.1")),
        prune("prune: {keep: two-ended, keep_fraction: 0.5}").twoEnded());
  }

  @Test
  void aSetMayChooseThePolicyAndItsParameters() {
    Prune prune =
        prune("prune: {keep_fraction: 0.5}", "prune.keep=density", "prune.density.tau=0.02");
    assertEquals(Keep.DENSITY, prune.keep());
    assertEquals(new Density(0.02, 20), prune.density());
  }

  @Test
  void theSizeIsAShareOrANumberOrTheWholeBand() {
    assertEquals(
        KeepCount.share(new BigDecimal("0.5")), prune("prune: {keep_fraction: 0.5}").count());
    assertEquals(KeepCount.rows(1000), prune("prune: {target_rows: 1_000}").count());
    assertEquals(
        KeepCount.share(new BigDecimal("0.6")),
        prune("prune: {keep: band, band: [0.2, 0.8]}").count());
    assertEquals(
        KeepCount.share(new BigDecimal("0.3")),
        prune("prune: {keep: band, band: [0.2, 0.8], keep_fraction: 0.3}").count());
  }

  @Test
  void keysThatAreLeftOutAreAbsent() {
    Prune prune = prune("prune: {keep_fraction: 0.5}");
    assertEquals(0, prune.outlierGuard().signum());
    assertEquals(0, prune.explorationFraction().signum());
    assertEquals(Control.NONE, prune.control());
    assertNull(prune.balance());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{keep: hard} | prune.keep_fraction is missing: give the share of rows to keep, or"
            + " their number in prune.target_rows",
        "{keep_fraction: 0.5, target_rows: 10} | prune.target_rows must be absent beside"
            + " prune.keep_fraction; give one of them",
        "{keep_fraction: 0.5, band: [0.2, 0.8]} | prune.band must be absent for keep hard; it"
            + " applies to keep band",
        "{keep: band, keep_fraction: 0.5} | prune.band is missing: keep band needs the lower and"
            + " the upper quantile, such as [0.2, 0.8]",
        "{keep: band, band: [0.8, 0.2]} | prune.band must hold two ascending quantiles, such as"
            + " [0.2, 0.8], got [0.8, 0.2]",
        "{keep: band, band: [0.8, 1.2]} | prune.band must be in [0, 1], got 1.2",
        "{keep: easy, keep_fraction: 0.5, density: {tau: 1}} | prune.density must be absent for"
            + " keep easy; it applies to keep density",
        "{keep: density, keep_fraction: 0.5, density: {tau: 0}} | prune.density.tau must be"
            + " above 0, got 0",
        "{keep: hierarchical, keep_fraction: 0.5} | prune.keep hierarchical needs cluster.above,"
            + " such as [300, 20] over k: 1000, or cluster.levels, such as [30, 10], or [300] for"
            + " one level",
        "{keep: easy, keep_fraction: 0.5, outlier_guard: 0.1} | prune.outlier_guard must be absent"
            + " for keep easy; it applies to keep hard and density",
        "{keep: easy, keep_fraction: 0.5, two_ended: {hardest: 0.2}} | prune.two_ended must be"
            + " absent for keep easy; it applies to keep two-ended",
        "{keep: zcore, keep_fraction: 0.5, d2: {neighbours: 3}} | prune.d2 must be absent for keep"
            + " zcore; it applies to keep d2",
        "{keep: d2, keep_fraction: 0.5, d2: {gamma_reverse: -1}} | prune.d2.gamma_reverse must be"
            + " at least 0, got -1",
        "{keep: two-ended, keep_fraction: 0.5, outlier_guard: 0.1} | prune.outlier_guard must be"
            + " absent for keep two-ended; it applies to keep hard and density, and two-ended has"
            + " prune.two_ended.hardest",
        "{keep: coverage, keep_fraction: 0.5, outlier_guard: 0.1} | prune.outlier_guard must be"
            + " absent for keep coverage; it applies to keep hard and density, and coverage has"
            + " prune.coverage.beta",
        "{keep_fraction: 0.5, exploration_fraction: 0.1234567} | prune.exploration_fraction must"
            + " have at most six decimals, got 0.1234567",
        "{keep_fraction: 0.5, balance: {by: \"a'b\"}} | prune.balance.by must match"
            + " [^'\\\\\\[\\]]+, got a'b"
      },
      quoteCharacter = '`')
  void meaninglessCombinationsAreRefused(String section, String message) {
    assertEquals(message, fault("prune: " + section));
  }
}
