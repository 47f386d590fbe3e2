package dev.winnow.jobs.why;

import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static dev.winnow.schemas.Duplicates.COSINE_SIMILARITY;
import static dev.winnow.schemas.Duplicates.DUPLICATE_OF;
import static dev.winnow.schemas.Duplicates.REPRESENTATIVE;

import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.HeldOut;
import dev.winnow.schemas.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Describes a decision in one sentence. */
final class RowSentence {

  /**
   * @param decided facts of the decision; without a reason where the run ended before it decided
   * @param story other facts of the row
   */
  static String of(Map<String, Object> decided, Map<String, Object> story) {
    if (decided.get(Decisions.REASON) == null) {
      return "None: the run has not gone beyond stage "
          + story.get("last_stage")
          + ", and no stage up to it refused or dropped the row.";
    }
    Reason reason = Reason.of(String.valueOf(decided.get(Decisions.REASON)));
    if (reason == Reason.PRUNED_BALANCE) {
      return beginning(reason)
          + ": its score would keep it, but it made room for a class below its floor; "
          + rank(decided)
          + ".";
    }
    return switch (reason.kind()) {
      case QUARANTINED -> quarantined(reason, decided, story);
      case KEPT, PRUNED -> beginning(reason) + ": " + rank(decided) + threshold(decided) + ".";
      case HELD_OUT -> heldOut(reason, story);
      case DUPLICATE, LEAK -> duplicate(reason, story);
    };
  }

  /** Returns the phrase of a reason as the beginning of a sentence. */
  private static String beginning(Reason reason) {
    return reason.phrase().substring(0, 1).toUpperCase(Locale.ROOT) + reason.phrase().substring(1);
  }

  private static String quarantined(
      Reason reason, Map<String, Object> decided, Map<String, Object> story) {
    String text = beginning(reason) + " by " + decided.get("stage");
    return story.get("quarantine") instanceof Map<?, ?> refused
        ? text + " as " + refused.get("code") + ": " + refused.get("message") + "."
        : text + ".";
  }

  private static String heldOut(Reason reason, Map<String, Object> story) {
    Map<?, ?> split = story.get("split") instanceof Map<?, ?> facts ? facts : Map.of();
    StringBuilder text = new StringBuilder(beginning(reason));
    if (split.get("by") != null) {
      text.append(" by the split by ").append(split.get("by"));
      if (split.get(HeldOut.SPLIT_GROUP) != null) {
        text.append(", with ").append(split.get(HeldOut.SPLIT_GROUP));
      }
    }
    text.append("; it was in no fit and has no rank");
    if (split.get("leaks") instanceof Number leaks && leaks.longValue() > 0) {
      text.append("; ")
          .append(Texts.count(leaks.longValue()))
          .append(leaks.longValue() == 1 ? " row was dropped for it" : " rows were dropped for it");
    }
    return text.append('.').toString();
  }

  private static String rank(Map<String, Object> decided) {
    return String.format(
        Locale.ROOT,
        "rank %s of %s, %s, of which %s are kept",
        Texts.count(number(decided, KEEP_RANK).longValue()),
        Texts.count(number(decided, "ranked").longValue()),
        isRandom(decided) ? "in random order" : decided.get("keep") + " first",
        Texts.count(number(decided, "kept_rows").longValue()));
  }

  private static boolean isRandom(Map<String, Object> decided) {
    return "random".equals(decided.get("keep"));
  }

  private static String threshold(Map<String, Object> decided) {
    return decided.get("threshold") == null || decided.get("score") == null || isRandom(decided)
        ? ""
        : String.format(
            Locale.ROOT,
            "; its %s score is %.4f, the score of the last kept row is %.4f",
            decided.get("metric"),
            number(decided, "score").doubleValue(),
            number(decided, "threshold").doubleValue());
  }

  private static String duplicate(Reason reason, Map<String, Object> story) {
    StringBuilder text = new StringBuilder(beginning(reason));
    if (story.get("duplicate") instanceof Map<?, ?> duplicate
        && duplicate.get("chain") instanceof List<?> chain
        && chain.get(0) instanceof Map<?, ?> step) {
      text.append(" of ").append(step.get(DUPLICATE_OF));
      Object similarity =
          step.get(COSINE_SIMILARITY) == null
              ? step.get("similarity")
              : step.get(COSINE_SIMILARITY);
      if (similarity instanceof Number n) {
        text.append(String.format(Locale.ROOT, " (similarity %.4f)", n.doubleValue()));
      }
      Object representative = duplicate.get(REPRESENTATIVE);
      if (representative != null) {
        text.append("; ").append(representative).append(" stands for it");
        if (duplicate.get("representative_reason") instanceof String fate) {
          text.append(
              fate.equals(Reason.KEPT.word())
                  ? ", and is kept"
                  : ", and is dropped itself: " + fate);
        }
      }
    }
    return text.append('.').toString();
  }

  private static Number number(Map<String, Object> facts, String name) {
    return (Number) facts.get(name);
  }

  private RowSentence() {}
}
