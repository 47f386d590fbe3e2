package dev.winnow.jobs.curate;

import static dev.winnow.jobs.text.CardText.line;

import dev.winnow.jobs.run.DedupEvidence;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.SemanticFacts;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.LabelConflicts;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Lines of a card on the evidence of deduplication. */
final class DedupLines {

  /** Adds a line for each figure that is not zero. */
  static void add(StringBuilder card, Done done) {
    if (done.holds(Stage.DEDUP)) {
      DedupEvidence near = done.dedup().facts().evidence();
      if (near != null) {
        near(card, near, done.dedup().facts().pairs());
      }
    }
    DedupEvidence all = done.dedupEvidence();
    if (all != null && all.labelConflicts() > 0) {
      line(
          card,
          "label conflicts",
          Texts.count(all.labelConflicts())
              + " pairs of duplicates have different labels, "
              + Texts.count(all.mergedConflicts())
              + " of them merged: table "
              + LabelConflicts.SPEC.name());
    }
    if (done.holds(Stage.SEMANTIC)) {
      leaks(card, done.semantic().facts().leaksBy());
    }
  }

  private static void near(StringBuilder card, DedupEvidence evidence, Long pairs) {
    if (pairs != null) {
      StringBuilder text = new StringBuilder(Texts.count(pairs));
      Map<String, Long> refused =
          new TreeMap<>(evidence.refused() == null ? Map.of() : evidence.refused());
      String separator = "; refused: ";
      for (Map.Entry<String, Long> reason : refused.entrySet()) {
        text.append(separator)
            .append(Texts.count(reason.getValue()))
            .append(" by ")
            .append(reason.getKey());
        separator = ", ";
      }
      line(card, "near pairs", text.toString());
    }
    if (evidence.candidateShare() != null) {
      line(
          card,
          "near recall",
          String.format(Locale.ROOT, "%.2f%%", 100 * evidence.candidateShare())
              + " of the pairs at dedup.near_jaccard are expected to be compared");
    }
    Long linked = evidence.linkedSurvivors();
    if (linked != null && linked > 0) {
      line(
          card,
          "linked rows",
          Texts.count(linked)
              + " pairs of rows stay although copies of both are near duplicates; dedup.rule:"
              + " components joins them");
    }
  }

  private static void leaks(StringBuilder card, List<String> by) {
    if (by != null) {
      String remedy =
          by.contains(SemanticFacts.CONTENTS)
              ? ""
              : " only, which miss many copies; name the table embeddings of another run in"
                  + " dedup.exclude.path to compare contents too";
      line(card, "held-out rows", "compared by " + String.join(" and ", by) + remedy);
    }
  }

  private DedupLines() {}
}
