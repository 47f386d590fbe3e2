package dev.winnow.jobs.report.section;

import static dev.winnow.jobs.report.page.DataTable.cell;
import static dev.winnow.jobs.report.page.DataTable.count;
import static dev.winnow.jobs.report.page.DataTable.decimal;
import static dev.winnow.jobs.report.page.DataTable.share;

import dev.winnow.jobs.report.page.Block;
import dev.winnow.jobs.report.page.DataTable;
import dev.winnow.jobs.report.page.Section;
import dev.winnow.jobs.report.read.Cluster;
import dev.winnow.jobs.report.read.ReleaseFacts;
import dev.winnow.jobs.report.read.Shift;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Labels and clusters that the release keeps more or less often than all rows. */
final class ShiftSection {

  private static final int EACH_END = 8;
  private static final double NOTABLE = 2;

  static Section of(ReleaseFacts facts) {
    List<Block> blocks = new ArrayList<>();
    if (!facts.labels().isEmpty()) {
      blocks.add(table("shifts-by-label", "Label", facts.labels()));
    }
    List<Shift> clusters = clusters(facts);
    if (!clusters.isEmpty()) {
      blocks.add(table("shifts-by-cluster", "Cluster", clusters));
    }
    return blocks.isEmpty()
        ? Section.absent("shifts", "Shifts", "Neither labels nor clusters were counted.")
        : new Section(
            "shifts",
            "Shifts",
            "The release changes the mix of the corpus. A ratio of 1 is kept as often as all rows,"
                + " 2 twice as often. The values furthest from 1 are listed, those above 2 and"
                + " below 0.5 are marked.",
            blocks);
  }

  private static List<Shift> clusters(ReleaseFacts facts) {
    long rows = facts.clusters().stream().mapToLong(Cluster::rows).sum();
    long kept = facts.clusters().stream().mapToLong(Cluster::kept).sum();
    return facts.clusters().stream()
        .map(
            cluster ->
                new Shift(
                    Integer.toString(cluster.id()),
                    cluster.rows(),
                    cluster.kept(),
                    (double) kept / rows))
        .toList();
  }

  private static DataTable table(String file, String noun, List<Shift> all) {
    List<Shift> sorted =
        all.stream()
            .filter(shift -> Double.isFinite(shift.ratio()))
            .sorted(
                Comparator.comparingDouble(Shift::ratio)
                    .reversed()
                    .thenComparing(Comparator.comparingLong(Shift::rows).reversed())
                    .thenComparing(Shift::value))
            .toList();
    List<Shift> shown = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      if (i < EACH_END || i >= sorted.size() - EACH_END) {
        shown.add(sorted.get(i));
      }
    }
    List<List<DataTable.Cell>> rows = new ArrayList<>();
    for (Shift shift : shown) {
      double ratio = shift.ratio();
      rows.add(
          List.of(
              ratio > NOTABLE
                  ? DataTable.marked(shift.value(), "kept more often")
                  : ratio < 1 / NOTABLE
                      ? DataTable.marked(shift.value(), "kept less often")
                      : cell(shift.value()),
              count(shift.rows()),
              count(shift.kept()),
              share(1 - shift.lost()),
              decimal(ratio, 2)));
    }
    return new DataTable(
        file,
        noun + "s by the ratio of their kept share to that of all rows",
        List.of(
            DataTable.text(noun),
            DataTable.number("Rows"),
            DataTable.number("Kept"),
            DataTable.number("Kept share"),
            DataTable.number("Ratio")),
        rows,
        sorted.size() > shown.size()
            ? "The " + EACH_END + " highest and the " + EACH_END + " lowest; table shifts has all."
            : null);
  }

  private ShiftSection() {}
}
