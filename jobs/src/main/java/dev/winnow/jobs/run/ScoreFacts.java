package dev.winnow.jobs.run;

import java.util.List;

/**
 * Facts of stages score and rescore; all null for the prototype score alone.
 *
 * @param metrics further metrics of the recipe
 * @param probes probes that were trained; null without metrics that need them
 * @param epochs epochs of each probe; null without metrics that need them
 * @param labels distinct labels; null without metrics that need labels
 * @param labelled examples with a label; null without metrics that need labels
 * @param unlabelled examples without a label; null without metrics that need labels
 */
public record ScoreFacts(
    List<String> metrics,
    Integer probes,
    Integer epochs,
    Integer labels,
    Long labelled,
    Long unlabelled)
    implements StageFacts {

  /** Facts of the prototype score alone. */
  public static final ScoreFacts NONE = new ScoreFacts(null, null, null, null, null, null);
}
