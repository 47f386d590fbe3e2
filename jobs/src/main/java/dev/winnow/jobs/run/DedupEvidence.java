package dev.winnow.jobs.run;

import java.util.List;
import java.util.Map;

/**
 * Figures on the duplicates that are known when a stage of deduplication ends, those of the earlier
 * stage included.
 *
 * @param refused compared pairs that are none of near duplicates, by the reason; null for a stage
 *     that finds none
 * @param candidateShare expected share of the text pairs at {@code dedup.near_jaccard} that are
 *     compared, in [0, 1], without those that a crowded bucket leaves out; null for other input
 * @param linkedSurvivors pairs of rows that stay although copies of both are near duplicates of
 *     each other; null for a stage that finds none
 * @param labelConflicts pairs of duplicates with different labels
 * @param mergedConflicts those of them of which one row stands for both
 * @param losses sources, labels and groups that lose the largest shares of their rows, among those
 *     that {@link Loss} describes
 */
public record DedupEvidence(
    Map<String, Long> refused,
    Double candidateShare,
    Long linkedSurvivors,
    long labelConflicts,
    long mergedConflicts,
    List<Loss> losses) {

  public DedupEvidence {
    losses = losses == null ? List.of() : losses;
  }

  /**
   * Rows of a source, a label or a group, and how many of them are dropped as duplicates.
   *
   * @param kind {@code file} or {@code folder} of the input, {@code label}, or {@code group} of
   *     duplicates with one representative
   * @param name URI, label, or id of the representative
   * @param rows embedded rows, those that are dropped included
   */
  public record Loss(String kind, String name, long rows, long dropped) {

    /** Kind of a group of duplicates. */
    public static final String GROUP = "group";

    /** Returns the share of the rows that are dropped, in [0, 1]. */
    public double share() {
      return (double) dropped / rows;
    }
  }
}
