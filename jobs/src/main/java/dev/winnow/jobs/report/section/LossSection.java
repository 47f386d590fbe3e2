package dev.winnow.jobs.report.section;

import static dev.winnow.jobs.report.page.DataTable.cell;
import static dev.winnow.jobs.report.page.DataTable.count;
import static dev.winnow.jobs.report.page.DataTable.share;

import dev.winnow.jobs.report.page.Block;
import dev.winnow.jobs.report.page.DataTable;
import dev.winnow.jobs.report.page.Section;
import dev.winnow.jobs.report.read.ReleaseFacts;
import dev.winnow.jobs.report.read.Shift;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Sources and labels by the share of their rows that the release lost. */
final class LossSection {

  private static final int SHOWN = 25;
  private static final double TWICE = 2;

  static Section of(ReleaseFacts facts) {
    double average = average(facts.sources());
    List<Block> blocks = new ArrayList<>();
    blocks.add(sources(facts, average));
    if (!facts.labels().isEmpty()) {
      blocks.add(labels(facts, average));
    }
    return new Section(
        "losses",
        "Losses by source and label",
        "The release lost "
            + Texts.percent(average)
            + " of the accepted rows. A source is a file of rows, or a folder of files. Those that"
            + " lose more than twice the average are marked."
            + (facts.labels().isEmpty() ? " The rows have no labels." : ""),
        blocks);
  }

  private static double average(List<Shift> sources) {
    long rows = sources.stream().mapToLong(Shift::rows).sum();
    long kept = sources.stream().mapToLong(Shift::kept).sum();
    return rows == 0 ? 0 : 1 - (double) kept / rows;
  }

  private static List<Shift> worst(List<Shift> all) {
    return all.stream()
        .sorted(
            Comparator.comparingDouble(Shift::lost)
                .reversed()
                .thenComparing(Comparator.comparingLong(Shift::rows).reversed())
                .thenComparing(Shift::value, Comparator.nullsFirst(Comparator.naturalOrder())))
        .limit(SHOWN)
        .toList();
  }

  private static DataTable sources(ReleaseFacts facts, double average) {
    List<List<DataTable.Cell>> rows = new ArrayList<>();
    for (Shift source : worst(facts.sources())) {
      rows.add(
          List.of(
              name(source, average),
              count(source.rows()),
              count(source.kept()),
              share(source.lost())));
    }
    return new DataTable(
        "losses-by-source",
        "Sources by the share of rows lost",
        List.of(
            DataTable.text("Source"),
            DataTable.number("Rows"),
            DataTable.number("Kept"),
            DataTable.number("Lost")),
        rows,
        more(facts.sources().size(), "sources"));
  }

  private static DataTable labels(ReleaseFacts facts, double average) {
    List<List<DataTable.Cell>> rows = new ArrayList<>();
    for (Shift label : worst(facts.labels())) {
      long[] reasons = facts.classes().reasons().getOrDefault(label.value(), new long[0]);
      rows.add(
          List.of(
              name(label, average),
              count(label.rows()),
              reasons.length == 0 ? cell("–") : count(sum(reasons, Reason.Kind.DUPLICATE)),
              reasons.length == 0 ? cell("–") : count(sum(reasons, Reason.Kind.PRUNED)),
              count(label.kept()),
              share(label.lost())));
    }
    return new DataTable(
        "losses-by-label",
        "Labels by the share of rows lost",
        List.of(
            DataTable.text("Label"),
            DataTable.number("Rows"),
            DataTable.number("Duplicates"),
            DataTable.number("Pruned"),
            DataTable.number("Kept"),
            DataTable.number("Lost")),
        rows,
        more(facts.labels().size(), "labels"));
  }

  private static long sum(long[] reasons, Reason.Kind kind) {
    long sum = 0;
    for (Reason reason : Reason.values()) {
      sum += reason.kind() == kind ? reasons[reason.ordinal()] : 0;
    }
    return sum;
  }

  private static DataTable.Cell name(Shift shift, double average) {
    String value = shift.value() == null ? "(none)" : shift.value();
    return shift.lost() > TWICE * average && shift.lost() > 0
        ? DataTable.marked(value, "more than twice the average")
        : cell(value);
  }

  private static String more(int all, String noun) {
    return all <= SHOWN
        ? null
        : "The "
            + SHOWN
            + " with the largest losses of "
            + Texts.count(all)
            + " "
            + noun
            + "; table shifts has all.";
  }

  private LossSection() {}
}
