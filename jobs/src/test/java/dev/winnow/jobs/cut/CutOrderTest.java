package dev.winnow.jobs.cut;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.recipe.read.RecipeLoader;
import dev.winnow.schemas.Reason;
import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.select.BalanceForm;
import dev.winnow.transforms.select.policy.Keep;
import java.math.BigDecimal;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order of a cut, from the recipe of its run. */
class CutOrderTest {

  private static Recipe recipe(String prune) {
    return new RecipeLoader(name -> null)
        .load(
            "test.yaml",
            """
            apiVersion: winnow/v1
            name: small
            seed: 7
            warehouse: tables
            input: {format: jsonl, path: /data/texts, label: label}
            """
                + prune
                + "\n",
            List.of())
        .get(0)
        .recipe();
  }

  @Test
  void aRecipeWithoutPruningHasNoFloor() {
    assertEquals(
        new CutOrder(
            Keep.EASY,
            BigDecimal.ZERO,
            BalanceForm.RELATIVE,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            Reason.PRUNED_HARD,
            7),
        CutOrder.of(recipe(""), Keep.EASY));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prune: {keep_fraction: 0.5} | HARD | false",
        "prune: {keep_fraction: 0.5, balance: {}} | HARD | true",
        "prune: {keep_fraction: 0.5, balance: {floor: 0}} | HARD | false",
        "prune: {keep_fraction: 0.5, balance: {}, outlier_guard: 0.1} | HARD | false",
        "prune: {keep_fraction: 0.5, balance: {}, exploration_fraction: 0.1} | HARD | false",
        "prune: {keep_fraction: 0.5, balance: {}, keep: middle} | MIDDLE | true",
        "prune: {keep_fraction: 0.5, balance: {}, keep: coverage} | COVERAGE | false"
      })
  void displacedRowsAreKnownUnderAFloorWhereTheScoreAloneMakesTheOrder(
      String prune, Keep keep, boolean known) {
    assertEquals(known, CutOrder.of(recipe(prune), keep).showsDisplacedRows());
  }

  @ParameterizedTest
  @CsvSource({"random, pruned_random", "closest, pruned_hard"})
  void aRowThatAHierarchicalCutDropsHasTheReasonOfTheSampling(String sampling, String reason) {
    String prune =
        "cluster: {k: 4, above: [2]}\nprune: {keep: hierarchical, keep_fraction: 0.5, hierarchical:"
            + " {sampling: "
            + sampling
            + "}}";
    assertEquals(reason, CutOrder.of(recipe(prune), Keep.HIERARCHICAL).dropped().word());
  }

  @Test
  void theGuardAndTheExplorationOfTheRecipeHoldForAnotherOrder() {
    CutOrder order =
        CutOrder.of(
            recipe("prune: {keep_fraction: 0.5, outlier_guard: 0.1, exploration_fraction: 0.2}"),
            Keep.EASY);
    assertEquals(new BigDecimal("0.2"), order.exploration());
    Failure refused = assertThrows(Failure.class, order::requireGuard);
    assertEquals(ExitCode.USAGE, refused.exitCode());
    assertEquals(
        "--keep must be a policy that takes prune.outlier_guard, which the recipe sets to 0.1, got"
            + " easy; use --keep hard, or run the recipe with prune.keep=easy and without the"
            + " guard",
        refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"HARD, pruned_easy", "EASY, pruned_hard", "BAND, pruned_random"})
  void aSmallerCutKeepsTheFirstRanksAndGivesTheReasonOfThePolicy(Keep keep, String reason) {
    Dataset<Row> decisions =
        LocalSpark.session()
            .sql(
                """
                SELECT id, kept, reason, 'prune' AS stage, 'prototype' AS metric, score,
                       CAST(0.3 AS DOUBLE) AS threshold, keep_rank, keep_rank / 3.0D AS keep_quantile,
                       0 AS cluster_id, CAST(NULL AS STRING) AS duplicate_of,
                       CAST(NULL AS STRING) AS representative,
                       CAST(NULL AS DOUBLE) AS cosine_similarity, 'train' AS split,
                       CAST(NULL AS BIGINT) AS cumulative_tokens,
                       CAST(NULL AS BIGINT) AS cumulative_bytes
                FROM VALUES ('a', true, 'kept', 0.4D, 1L), ('b', true, 'kept', 0.3D, 2L),
                            ('c', false, 'pruned_balance', 0.2D, 3L),
                            ('d', false, 'quarantined', NULL, NULL)
                            AS rows(id, kept, reason, score, keep_rank)\
                """);
    List<String> cut =
        CutOrder.of(recipe(""), keep)
            .keepStored(decisions, 1)
            .select("id", "kept", "reason", "threshold")
            .orderBy("id")
            .collectAsList()
            .stream()
            .map(Row::toString)
            .toList();
    assertEquals(
        List.of(
            "[a,true,kept,0.4]",
            "[b,false," + reason + ",0.4]",
            "[c,false,pruned_balance,0.4]",
            "[d,false,quarantined,0.3]"),
        cut);
  }
}
