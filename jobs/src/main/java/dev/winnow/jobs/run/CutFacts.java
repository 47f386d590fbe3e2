package dev.winnow.jobs.run;

import java.math.BigDecimal;
import java.util.Map;

/**
 * Facts of a cut. In the JSON, the facts of its release stand beside the others.
 *
 * @param metric metric that ranks
 * @param keep policy, as recipes name it
 * @param storedOrder true where metric and policy are those of the run, so that its ranks apply
 * @param keepFraction share of the ranked rows that is kept
 * @param keepTokens tokens that the kept rows have at most; null for a size in rows
 * @param keepBytes bytes that the contents of the kept rows have at most; null for a size in rows
 * @param ranked rows with a rank
 * @param kept rows of those that are kept
 * @param reasons rows of each reason, by reason; null for a plan
 * @param release null for a plan
 */
public record CutFacts(
    String metric,
    String keep,
    boolean storedOrder,
    BigDecimal keepFraction,
    Long keepTokens,
    Long keepBytes,
    long ranked,
    long kept,
    Map<String, Long> reasons,
    PublishFacts release)
    implements StageFacts {

  /** Name of this step in table {@code runs}, beside those of the stages. */
  public static final String STEP = "cut";

  /** Returns these facts with the reasons of the decisions that were written. */
  public CutFacts withReasons(Map<String, Long> counted) {
    return new CutFacts(
        metric,
        keep,
        storedOrder,
        keepFraction,
        keepTokens,
        keepBytes,
        ranked,
        kept,
        counted,
        release);
  }

  /** Returns these facts with those of the release that was made. */
  public CutFacts withRelease(PublishFacts made) {
    return new CutFacts(
        metric,
        keep,
        storedOrder,
        keepFraction,
        keepTokens,
        keepBytes,
        ranked,
        kept,
        reasons,
        made);
  }
}
