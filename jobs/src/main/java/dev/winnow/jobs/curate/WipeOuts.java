package dev.winnow.jobs.curate;

import dev.winnow.jobs.recipe.Dedup;
import dev.winnow.jobs.run.DedupEvidence;
import dev.winnow.jobs.run.DedupEvidence.Loss;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.text.Texts;
import java.util.ArrayList;
import java.util.List;

/** Sources, labels and groups that lose so many rows as duplicates that a person should look. */
final class WipeOuts {

  /** Least rows of which a share above the bound is a wipe-out. */
  private static final long ROWS = 100;

  /** Share of all rows above which a group of duplicates is too large to be believed. */
  private static final double LARGE_GROUP = 0.01;

  /** Most that are named of each kind. */
  private static final int NAMED = 5;

  /**
   * Returns a sentence for each, the largest shares first, and one for those that are not named.
   *
   * @param dedup section of the recipe; null for none
   */
  static List<String> of(Done done, Dedup dedup) {
    DedupEvidence evidence = done.dedupEvidence();
    List<String> sentences = new ArrayList<>();
    if (dedup == null || evidence == null) {
      return sentences;
    }
    long rows = done.embeddings().rows();
    String kind = null;
    int named = 0;
    for (Loss loss : evidence.losses()) {
      named = loss.kind().equals(kind) ? named : 0;
      kind = loss.kind();
      if (isWipeOut(loss, rows, dedup.maxDroppedShare())) {
        if (named < NAMED) {
          sentences.add(sentence(loss, rows));
        } else if (named == NAMED) {
          sentences.add("more of kind " + kind + " lose as much; table runs names them");
        }
        named++;
      }
    }
    return sentences;
  }

  private static boolean isWipeOut(Loss loss, long rows, double share) {
    boolean largeGroup = loss.kind().equals(Loss.GROUP) && loss.rows() > LARGE_GROUP * rows;
    return largeGroup || (loss.rows() >= ROWS && loss.share() > share);
  }

  private static String sentence(Loss loss, long rows) {
    String lost =
        Texts.count(loss.dropped()) + " of " + Texts.count(loss.rows()) + " rows as duplicates";
    return loss.kind().equals(Loss.GROUP)
        ? "the group of "
            + loss.name()
            + " loses "
            + lost
            + "; it is "
            + Texts.percent((double) loss.rows() / rows)
            + " of all rows"
        : loss.kind() + " " + loss.name() + " loses " + lost;
  }

  private WipeOuts() {}
}
