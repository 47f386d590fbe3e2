package dev.winnow.jobs.cut;

import java.math.BigDecimal;

/**
 * Request for a cut. Exactly one of {@code keepFraction} and {@code targetRows} is given.
 *
 * @param runId id of the run to cut; null for the latest run of the recipe
 * @param keepFraction share of the ranked rows that the cut keeps, in (0, 1]
 * @param targetRows number of ranked rows that the cut keeps, at least 1
 * @param metric metric that ranks; null for that of the run
 * @param keep word of the policy; null for that of the run
 * @param release name of the release; null for one made of name, metric, policy and percent
 * @param quiet true without progress
 * @param dryRun true to report the size of the cut and to write nothing
 */
public record CutRequest(
    String runId,
    BigDecimal keepFraction,
    Long targetRows,
    String metric,
    String keep,
    String release,
    boolean quiet,
    boolean dryRun) {

  public CutRequest {
    if ((keepFraction == null) == (targetRows == null)) {
      throw new IllegalArgumentException(
          "a cut needs a keep fraction or a number of rows, got "
              + keepFraction
              + " and "
              + targetRows);
    }
    if (keepFraction != null
        && (keepFraction.signum() <= 0 || keepFraction.compareTo(BigDecimal.ONE) > 0)) {
      throw new IllegalArgumentException("--keep-fraction must be in (0, 1], got " + keepFraction);
    }
    if (targetRows != null && targetRows < 1) {
      throw new IllegalArgumentException("--target-rows must be at least 1, got " + targetRows);
    }
  }
}
