package dev.winnow.jobs.run;

import java.util.List;
import java.util.Map;

/**
 * Counts and figures of one finished step: a record for each stage, and one for a cut. {@link
 * Ledger} binds them to column {@code details} of table {@code runs}. There they are one flat JSON
 * object in snake case; an absent figure is null here, or 0 or empty where every run has one.
 */
public sealed interface StageFacts
    permits IngestFacts,
        EmbedFacts,
        DedupFacts,
        ClusterFacts,
        ScoreFacts,
        SemanticFacts,
        PruneFacts,
        PublishFacts,
        CutFacts,
        StageFacts.Split,
        StageFacts.Leaks {

  /**
   * Facts of stage split.
   *
   * @param by unit of the draw, as the recipe has it
   * @param heldOut examples that are held out
   * @param train other examples
   */
  record Split(String by, long heldOut, long train) implements StageFacts {}

  /**
   * Facts of stage leaks.
   *
   * @param heldOut held-out examples that have a vector
   * @param leaks other examples that repeat one of them
   * @param leaksBy means by which they were compared: {@code contents}, and {@code vectors} where
   *     the recipe has an epsilon
   * @param rules leaks by the rule that found them
   */
  record Leaks(long heldOut, long leaks, List<String> leaksBy, Map<String, Long> rules)
      implements StageFacts {}
}
