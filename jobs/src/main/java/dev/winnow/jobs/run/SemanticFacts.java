package dev.winnow.jobs.run;

import java.util.List;
import java.util.Map;

/**
 * Facts of stage semantic.
 *
 * @param epsilonClusters clusters that epsilon was chosen on; null for an epsilon of the recipe
 * @param epsilonRows rows of those clusters
 * @param epsilonRowsKept rows of them that stay at the chosen epsilon
 * @param epsilon distance below which examples are duplicates; null without a search in clusters
 * @param compared examples that were compared within clusters; null without that search
 * @param dropped dropped examples by {@code semantic_RULE}; in the JSON these names stand beside
 *     the others
 * @param audit null where the recipe asks for none
 * @param evaluationLeaks examples that duplicate a held-out one; null without held-out examples
 * @param leaksBy means by which held-out examples were compared: {@code vectors}, {@code contents},
 *     or both; null without held-out examples
 * @param evidence null for runs that did not collect it
 */
public record SemanticFacts(
    Long epsilonClusters,
    Long epsilonRows,
    Long epsilonRowsKept,
    Double epsilon,
    Long compared,
    Map<String, Long> dropped,
    Audit audit,
    Long evaluationLeaks,
    List<String> leaksBy,
    DedupEvidence evidence)
    implements StageFacts {

  /** Held-out examples were compared by their vectors. */
  public static final String VECTORS = "vectors";

  /** Held-out examples were compared by their contents. */
  public static final String CONTENTS = "contents";

  /**
   * Recall of the search within clusters, from a sample.
   *
   * @param rows sampled examples, each compared with all others
   * @param duplicates sampled examples with a close earlier one in any cluster
   * @param dropped duplicates that the search dropped
   * @param recall share of the duplicates that were dropped, in [0, 1]
   * @param missesAcrossClusters share of the other duplicates whose closest earlier example is in
   *     another cluster, in [0, 1]
   */
  public record Audit(
      long rows, long duplicates, long dropped, double recall, double missesAcrossClusters) {}
}
