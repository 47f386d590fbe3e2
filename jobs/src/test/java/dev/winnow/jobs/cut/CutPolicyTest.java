package dev.winnow.jobs.cut;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.progress.Shown;
import dev.winnow.transforms.select.policy.Keep;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Metric and policy of a cut, from the run and the request. */
class CutPolicyTest {

  private static CutRequest request(String metric, String keep) {
    return new CutRequest(null, BigDecimal.ONE, null, metric, keep, null, Shown.lines(true), false);
  }

  private static CutPolicy choose(String runMetric, Keep runKeep, String metric, String keep) {
    return CutPolicy.choose(
        runMetric,
        runKeep,
        request(metric, keep),
        () -> List.of("cosine_dist_to_cent", "hardness", "el2n"));
  }

  @ParameterizedTest
  @CsvSource({
    // run metric, run policy, asked metric and policy; metric, column, policy, stored order
    "prototype, HARD, , , prototype, , HARD, true",
    "prototype, HARD, prototype, hard, prototype, , HARD, true",
    "prototype, HARD, , easy, prototype, , EASY, false",
    "prototype, DENSITY, , , prototype, , DENSITY, true",
    "prototype, DENSITY, , Density, prototype, , DENSITY, true",
    "prototype, TWO_ENDED, , two-ended, prototype, , TWO_ENDED, true",
    "prototype, TWO_ENDED, , Two_Ended, prototype, , TWO_ENDED, true",
    "prototype, DENSITY, , random, prototype, , RANDOM, false",
    "rank-average, HARD, rank_average, , rank-average, , HARD, true",
    "prototype, HARD, el2n, , el2n, el2n, HARD, false",
    "prototype, MIDDLE, EL2N, middle, el2n, el2n, MIDDLE, false",
    "el2n, HARD, prototype, , prototype, cosine_dist_to_cent, HARD, false"
  })
  void theRunGivesThePartsThatTheRequestLeavesOut(
      String runMetric,
      Keep runKeep,
      String askedMetric,
      String askedKeep,
      String metric,
      String column,
      Keep keep,
      boolean stored) {
    assertEquals(
        new CutPolicy(metric, column, keep, stored),
        choose(runMetric, runKeep, askedMetric, askedKeep));
  }

  @Test
  void theScoresAreNotReadIfTheMetricOfTheRunRanks() {
    CutPolicy.choose(
        "prototype", Keep.HARD, request(null, "easy"), () -> fail("scores are not needed"));
  }

  @Test
  void anUnknownMetricIsRefusedWithTheKnownOnes() {
    Failure refused =
        assertThrows(Failure.class, () -> choose("prototype", Keep.HARD, "el2m", null));
    assertEquals(
        "--metric must be one of prototype, cosine_dist_to_cent, hardness, el2n, got el2m; did you"
            + " mean el2n?",
        refused.getMessage());
    assertEquals(ExitCode.USAGE, refused.exitCode());
  }

  @ParameterizedTest
  @CsvSource({
    "density, HARD, , density",
    "bandd, HARD, , bandd",
    // The order of the run is that of another metric, so its ranks do not help.
    "density, DENSITY, el2n, density"
  })
  void aPolicyThatNeedsMoreThanTheScoreIsRefused(
      String keep, Keep runKeep, String metric, String got) {
    Failure refused = assertThrows(Failure.class, () -> choose("prototype", runKeep, metric, keep));
    assertEquals(
        "--keep must be one of hard, easy, middle, random where a cut does not use the ranks of the"
            + " run, got "
            + got,
        refused.getMessage().replaceFirst("; did you mean .*", ""));
    assertEquals(ExitCode.USAGE, refused.exitCode());
  }
}
