package dev.winnow.jobs.cut;

import java.math.BigDecimal;

/**
 * A cut that is asked for; exactly one of {@code keepFraction} and {@code targetRows} is given.
 *
 * @param runId run to cut; null for the latest of the recipe
 * @param keepFraction share of the ranked rows that is kept, in (0, 1]
 * @param targetRows ranked rows that are kept, at least 1
 * @param metric metric that ranks; null for that of the run
 * @param keep end of the order that survives; null for that of the run
 * @param release name of the release; null for one made of name, metric, policy and percent
 * @param quiet whether progress is left out
 * @param dryRun whether only the size of the cut is told
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
