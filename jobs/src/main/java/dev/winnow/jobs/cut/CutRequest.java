package dev.winnow.jobs.cut;

import dev.winnow.jobs.progress.Shown;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Request for a cut. Exactly one of {@code keepFraction}, {@code targetRows}, {@code keepTokens}
 * and {@code keepBytes} is given.
 *
 * @param runId id of the run to cut; null for the latest run of the recipe
 * @param keepFraction share of the ranked rows that the cut keeps, in (0, 1]
 * @param targetRows number of ranked rows that the cut keeps, at least 1
 * @param keepTokens number of tokens that the kept rows have at most, at least 1
 * @param keepBytes number of bytes that the contents of the kept rows have at most, at least 1
 * @param metric metric that ranks; null for that of the run
 * @param keep word of the policy; null for that of the run
 * @param release name of the release; null for one made of name, metric, policy and percent
 * @param shown progress that is shown
 * @param dryRun true to report the size of the cut and to write nothing
 */
public record CutRequest(
    String runId,
    BigDecimal keepFraction,
    Long targetRows,
    Long keepTokens,
    Long keepBytes,
    String metric,
    String keep,
    String release,
    Shown shown,
    boolean dryRun) {

  public CutRequest {
    if (Stream.of(keepFraction, targetRows, keepTokens, keepBytes).filter(Objects::nonNull).count()
        != 1) {
      throw new IllegalArgumentException(
          "a cut needs a keep fraction, or a number of rows, tokens or bytes, got "
              + keepFraction
              + ", "
              + targetRows
              + ", "
              + keepTokens
              + " and "
              + keepBytes);
    }
    if (keepFraction != null
        && (keepFraction.signum() <= 0 || keepFraction.compareTo(BigDecimal.ONE) > 0)) {
      throw new IllegalArgumentException("--keep-fraction must be in (0, 1], got " + keepFraction);
    }
    if (targetRows != null && targetRows < 1) {
      throw new IllegalArgumentException("--target-rows must be at least 1, got " + targetRows);
    }
    atLeastOne("--keep-tokens", keepTokens);
    atLeastOne("--keep-bytes", keepBytes);
  }

  /** Creates a request for a share or a number of rows. */
  public CutRequest(
      String runId,
      BigDecimal keepFraction,
      Long targetRows,
      String metric,
      String keep,
      String release,
      Shown shown,
      boolean dryRun) {
    this(runId, keepFraction, targetRows, null, null, metric, keep, release, shown, dryRun);
  }

  private static void atLeastOne(String option, Long budget) {
    if (budget != null && budget < 1) {
      throw new IllegalArgumentException(option + " must be at least 1, got " + budget);
    }
  }
}
