package dev.winnow.jobs.report.section;

import static dev.winnow.jobs.report.page.DataTable.cell;
import static dev.winnow.jobs.report.page.DataTable.count;
import static dev.winnow.jobs.report.page.DataTable.share;

import dev.winnow.jobs.report.page.Block;
import dev.winnow.jobs.report.page.DataTable;
import dev.winnow.jobs.report.page.Section;
import dev.winnow.jobs.report.read.ClassFacts;
import dev.winnow.jobs.report.read.ReleaseFacts;
import dev.winnow.jobs.report.read.Shift;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Reason;
import java.util.ArrayList;
import java.util.List;

/** Rows that other fractions would keep, by the stored ranks. */
final class FractionSection {

  private static final String TITLE = "What another fraction would keep";

  /** Most labels with a column of their own. */
  private static final int LABELS = 12;

  static Section of(ReleaseFacts facts) {
    long ranked = facts.decisions().rows(Reason.Kind.KEPT, Reason.Kind.PRUNED);
    if (ranked == 0) {
      return Section.absent(
          "fractions", TITLE, "No row was ranked, so there is nothing to choose.");
    }
    List<String> labels =
        facts.labels().stream()
            .map(Shift::value)
            .filter(facts.classes().sizes()::containsKey)
            .limit(LABELS)
            .toList();
    List<DataTable.Head> heads = new ArrayList<>();
    heads.add(DataTable.text("Fraction"));
    heads.add(DataTable.number("Rows kept"));
    labels.forEach(label -> heads.add(DataTable.number("% " + label)));
    boolean others = facts.labels().size() > labels.size() && !labels.isEmpty();
    if (others) {
      heads.add(DataTable.number("% other labels"));
    }
    long now = facts.decisions().rows(Reason.KEPT);
    List<List<DataTable.Cell>> rows = new ArrayList<>();
    List<String> sentences = new ArrayList<>();
    int chosen = 0;
    long[] bounds = facts.bounds();
    for (int i = 0; i < bounds.length; i++) {
      int place = i;
      int tenths = i + 1;
      long kept = bounds[i];
      List<DataTable.Cell> row = new ArrayList<>();
      boolean current = kept == now;
      row.add(
          current ? DataTable.marked(fraction(tenths), "this release") : cell(fraction(tenths)));
      row.add(count(kept));
      long labelled =
          facts.classes().sizes().values().stream().mapToLong(sizes -> sizes[place]).sum();
      long named = 0;
      for (String label : labels) {
        long of = facts.classes().sizes().get(label)[i];
        named += of;
        row.add(share((double) of / labelled));
      }
      if (others) {
        row.add(share((double) (labelled - named) / labelled));
      }
      rows.add(row);
      sentences.add(sentence(facts, labels, tenths, kept, now, i));
      if (Math.abs(kept - now) < Math.abs(bounds[chosen] - now)) {
        chosen = i;
      }
    }
    return new Section(
        "fractions",
        TITLE,
        "The ranks of all "
            + Texts.count(ranked)
            + " ranked rows are stored, and the rows of a smaller fraction are among those of a"
            + " larger one. winnow cut makes a release of any of them without embedding or"
            + " clustering."
            + (labels.isEmpty() ? "" : " The columns of labels are their shares of the kept rows."),
        List.of(
            new Block.Fractions(
                sentences,
                chosen,
                new DataTable(
                    "fractions",
                    "Rows kept by fraction",
                    heads,
                    rows,
                    facts.labels().isEmpty()
                        ? "The rows have no labels, so there are no class shares."
                        : null))));
  }

  private static String fraction(int tenths) {
    return tenths == 10 ? "1.0" : "0." + tenths;
  }

  private static String sentence(
      ReleaseFacts facts, List<String> labels, int tenths, long kept, long now, int place) {
    long difference = kept - now;
    StringBuilder text =
        new StringBuilder(fraction(tenths)).append(" keeps ").append(Texts.count(kept));
    text.append(" rows");
    if (difference != 0) {
      text.append(", ")
          .append(Texts.count(Math.abs(difference)))
          .append(difference > 0 ? " more" : " fewer")
          .append(" than this release");
    } else {
      text.append(", as this release does");
    }
    if (!labels.isEmpty()) {
      long empty =
          facts.classes().sizes().entrySet().stream()
              .filter(label -> !label.getKey().equals(ClassFacts.OTHERS))
              .filter(label -> label.getValue()[place] == 0)
              .count();
      long least =
          facts.classes().sizes().entrySet().stream()
              .filter(label -> !label.getKey().equals(ClassFacts.OTHERS))
              .mapToLong(label -> label.getValue()[place])
              .min()
              .orElse(0);
      text.append(
          empty > 0
              ? "; "
                  + empty
                  + " of the "
                  + Texts.count(facts.classes().sizes().size())
                  + " counted labels would have no row"
              : "; the smallest of the counted labels has " + Texts.count(least) + " rows");
    }
    return text.append('.').toString();
  }

  private FractionSection() {}
}
