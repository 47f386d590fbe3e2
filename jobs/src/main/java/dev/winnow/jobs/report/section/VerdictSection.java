package dev.winnow.jobs.report.section;

import static dev.winnow.jobs.report.page.DataTable.cell;
import static dev.winnow.jobs.report.page.DataTable.count;
import static dev.winnow.jobs.report.page.DataTable.share;

import dev.winnow.jobs.report.chart.StackedBars;
import dev.winnow.jobs.report.page.Block;
import dev.winnow.jobs.report.page.DataTable;
import dev.winnow.jobs.report.page.Section;
import dev.winnow.jobs.report.read.DecisionFacts;
import dev.winnow.jobs.report.read.ReleaseFacts;
import dev.winnow.jobs.run.DedupEvidence;
import dev.winnow.jobs.run.PublishFacts;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Reason;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The result: numbers of rows by decision, the policy, and what a person should look at. */
final class VerdictSection {

  /** Digits of the digest that tell releases apart; section Reproduce has all. */
  private static final int DIGITS = 16;

  /** Most warnings on wipe-outs. */
  private static final int NAMED = 3;

  /** Least rows of a source or a label of which a loss is a warning. */
  private static final long ROWS = 100;

  /** Share of refused rows that is a warning. */
  private static final double REFUSED = 0.01;

  static Section of(ReleaseFacts facts) {
    DecisionFacts decisions = facts.decisions();
    long rows = decisions.rows();
    List<Block.Stat> stats = new ArrayList<>();
    stats.add(new Block.Stat("Rows in", Texts.count(rows), null, "in"));
    List<StackedBars.Part> parts = new ArrayList<>();
    List<List<DataTable.Cell>> table = new ArrayList<>();
    for (Reason reason : order()) {
      long of = decisions.rows(reason);
      if (of > 0) {
        parts.add(new StackedBars.Part(Tones.fill(reason), of));
        table.add(List.of(cell(phrase(reason)), count(of), share((double) of / rows)));
      }
    }
    stat(stats, "Quarantined", decisions.rows(Reason.QUARANTINED), rows, Reason.QUARANTINED, true);
    stat(stats, "Held out", decisions.rows(Reason.HELD_OUT), rows, Reason.HELD_OUT, false);
    stat(
        stats,
        "Leaks",
        decisions.rows(Reason.EVALUATION_LEAK),
        rows,
        Reason.EVALUATION_LEAK,
        false);
    duplicates(stats, decisions, rows);
    stat(stats, "Pruned", decisions.rows(Reason.Kind.PRUNED), rows, Reason.PRUNED_EASY, true);
    stat(stats, "Kept", decisions.rows(Reason.KEPT), rows, Reason.KEPT, true);
    return new Section(
        "verdict",
        "Verdict",
        "The decision on every row of the input.",
        List.of(
            new Block.Verdict(sentence(facts, rows), stats, warnings(facts)),
            new Block.Figure(
                StackedBars.draw(
                    "outcome",
                    "Rows by decision",
                    List.of(
                        new StackedBars.Bar(
                            "all rows",
                            parts,
                            Texts.percent((double) decisions.rows(Reason.KEPT) / rows) + " kept"))),
                "Every row has one decision. The colours are those of the cards above, and of all"
                    + " charts.",
                new DataTable(
                    "decisions",
                    "Rows by decision",
                    List.of(
                        DataTable.text("Decision"),
                        DataTable.number("Rows"),
                        DataTable.number("Share")),
                    table,
                    null)),
            new Block.Terms(terms(facts))));
  }

  /** Returns the reasons in the order of the bar: kept rows first, refused ones last. */
  private static List<Reason> order() {
    return List.of(Reason.values());
  }

  static String phrase(Reason reason) {
    String phrase = reason.phrase();
    return phrase.substring(0, 1).toUpperCase(Locale.ROOT) + phrase.substring(1);
  }

  private static void stat(
      List<Block.Stat> stats, String name, long count, long rows, Reason tone, boolean always) {
    if (count > 0 || always) {
      stats.add(
          new Block.Stat(
              name, Texts.count(count), Texts.percent((double) count / rows), Tones.of(tone)));
    }
  }

  private static void duplicates(List<Block.Stat> stats, DecisionFacts decisions, long rows) {
    long all = decisions.rows(Reason.Kind.DUPLICATE);
    List<String> kinds = new ArrayList<>();
    for (Reason reason : Reason.values()) {
      if (reason.kind() == Reason.Kind.DUPLICATE && decisions.rows(reason) > 0) {
        kinds.add(
            Texts.count(decisions.rows(reason)) + " " + reason.word().replace("_duplicate", ""));
      }
    }
    String note = Texts.percent((double) all / rows);
    stats.add(
        new Block.Stat(
            "Duplicates",
            Texts.count(all),
            kinds.isEmpty() ? note : note + ": " + String.join(", ", kinds),
            "duplicate"));
  }

  private static String sentence(ReleaseFacts facts, long rows) {
    DecisionFacts decisions = facts.decisions();
    long ranked = decisions.rows(Reason.Kind.KEPT, Reason.Kind.PRUNED);
    long kept = decisions.rows(Reason.KEPT);
    long duplicates = decisions.rows(Reason.Kind.DUPLICATE);
    return "Kept "
        + Texts.count(kept)
        + " of "
        + Texts.count(rows)
        + " rows. "
        + (duplicates == 0
            ? ""
            : Texts.count(duplicates)
                + (duplicates == 1 ? " duplicate was" : " duplicates were")
                + " dropped first. ")
        + "Policy "
        + Policy.word(facts)
        + " then kept "
        + Texts.percent(ranked == 0 ? 0 : (double) kept / ranked)
        + " of the "
        + Texts.count(ranked)
        + " ranked rows"
        + Policy.meaning(facts)
        + ".";
  }

  private static List<Block.Term> terms(ReleaseFacts facts) {
    List<Block.Term> terms = new ArrayList<>();
    terms.add(new Block.Term("Release", facts.tables().release().name()));
    terms.add(new Block.Term("Run", facts.run().runId()));
    terms.add(new Block.Term("Policy", Policy.word(facts) + ", by " + Policy.metric(facts)));
    terms.add(new Block.Term("Size", Policy.size(facts)));
    terms.add(new Block.Term("Clusters", Texts.count(facts.clusters().size())));
    facts
        .run()
        .done()
        .embeddings()
        .facts()
        .encoders()
        .forEach(
            encoder ->
                terms.add(
                    new Block.Term(
                        "Encoder", encoder.encoder() + ", " + encoder.dim() + " dimensions")));
    if (!facts.labels().isEmpty()) {
      long left = facts.labels().stream().filter(label -> label.kept() > 0).count();
      terms.add(
          new Block.Term(
              "Classes", Texts.count(facts.labels().size()) + " before, " + left + " after"));
    }
    terms.add(
        new Block.Term(
            "Published",
            facts
                .tables()
                .release()
                .created()
                .toInstant()
                .truncatedTo(ChronoUnit.SECONDS)
                .toString()));
    terms.add(
        new Block.Term("Digest", facts.tables().release().digest().substring(0, DIGITS) + "…"));
    return terms;
  }

  private static List<String> warnings(ReleaseFacts facts) {
    List<String> warnings = new ArrayList<>();
    double refused = (double) facts.decisions().rows(Reason.QUARANTINED) / facts.decisions().rows();
    if (refused > REFUSED) {
      warnings.add(
          Texts.percent(refused)
              + " of the rows were refused; see section Quarantine for the codes.");
    }
    List<String> clusters = facts.run().done().clusters().facts().warnings();
    if (clusters != null) {
      warnings.addAll(clusters);
    }
    DedupEvidence evidence = facts.run().done().dedupEvidence();
    if (evidence != null) {
      double bound =
          facts.run().recipe().dedup() == null ? 1 : facts.run().recipe().dedup().maxDroppedShare();
      evidence.losses().stream()
          .filter(loss -> loss.rows() >= ROWS && loss.share() > bound)
          .limit(NAMED)
          .forEach(
              loss ->
                  warnings.add(
                      "The "
                          + loss.kind()
                          + " "
                          + loss.name()
                          + " loses "
                          + Texts.count(loss.dropped())
                          + " of "
                          + Texts.count(loss.rows())
                          + " rows as duplicates."));
      if (evidence.labelConflicts() > 0) {
        warnings.add(
            Texts.count(evidence.labelConflicts())
                + " pairs of duplicates have different labels; see section Label conflicts.");
      }
    }
    PublishFacts published = Policy.published(facts);
    if (published != null && published.shiftedClasses() != null && published.shiftedClasses() > 0) {
      warnings.add(
          Texts.count(published.shiftedClasses())
              + (published.shiftedClasses() == 1 ? " label is" : " labels are")
              + " kept more than twice as often as all rows, or less than half as often; see"
              + " section Shifts.");
    }
    return warnings;
  }

  private VerdictSection() {}
}
