package dev.winnow.jobs.report.section;

import static dev.winnow.jobs.report.page.DataTable.cell;
import static dev.winnow.jobs.report.page.DataTable.decimal;

import dev.winnow.jobs.report.chart.Scatter;
import dev.winnow.jobs.report.page.Block;
import dev.winnow.jobs.report.page.DataTable;
import dev.winnow.jobs.report.page.Section;
import dev.winnow.jobs.report.page.SvgText;
import dev.winnow.jobs.report.read.Cluster;
import dev.winnow.jobs.report.read.ReleaseFacts;
import dev.winnow.jobs.report.read.RowFacts;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Map of a sample of the embeddings by their two principal components. */
final class MapSection {

  private static final String ID = "map";
  private static final String TITLE = "Map of the embeddings";

  /** Clusters with a colour of their own. */
  private static final int COLOURS = 8;

  static Section of(ReleaseFacts facts) {
    Map<String, float[]> vectors = new TreeMap<>(facts.contents().vectors());
    vectors.keySet().retainAll(facts.classes().rows().keySet());
    vectors.keySet().removeIf(id -> facts.classes().rows().get(id).cluster() == null);
    if (vectors.size() < 3) {
      return Section.absent(
          ID, TITLE, "Fewer than three rows have a vector and a cluster, so there is no map.");
    }
    Plane.Projection plane = Plane.of(List.copyOf(vectors.values()));
    List<RowFacts> rows = vectors.keySet().stream().map(facts.classes().rows()::get).toList();
    String explained =
        "The plane shows " + Texts.percent(plane.explained()) + " of the variance of the sample.";
    return new Section(
        ID,
        TITLE,
        Texts.count(rows.size())
            + " rows, drawn by hash from each cluster as its size, on the first two principal"
            + " components of their vectors. Near points may be far apart in the other"
            + " dimensions.",
        List.of(
            figure(
                "map-by-decision",
                "Sampled rows by decision",
                explained,
                byDecision(rows, plane),
                decisions(rows)),
            figure(
                "map-by-cluster",
                "Sampled rows by cluster",
                explained + " The largest clusters have colours, all others are grey.",
                byCluster(facts, rows, plane),
                clusters(rows)),
            points(rows, plane)));
  }

  private static Block.Figure figure(
      String file, String title, String caption, List<Scatter.Series> series, DataTable table) {
    StringBuilder description = new StringBuilder();
    series.forEach(
        one ->
            description
                .append(one.name())
                .append(": ")
                .append(one.points().size())
                .append(" points. "));
    SvgText svg = Scatter.draw(file + "-chart", title, description.toString().strip(), series);
    return new Block.Figure(svg, caption, table);
  }

  private static List<Scatter.Series> byDecision(List<RowFacts> rows, Plane.Projection plane) {
    Map<String, List<double[]>> points = new LinkedHashMap<>();
    for (String tone : List.of("kept", "pruned", "duplicate", "leak", "held")) {
      points.put(tone, new ArrayList<>());
    }
    for (int i = 0; i < rows.size(); i++) {
      points
          .computeIfAbsent(Tones.of(rows.get(i).reason()), none -> new ArrayList<>())
          .add(plane.points()[i]);
    }
    points.values().removeIf(List::isEmpty);
    return points.entrySet().stream()
        .map(each -> new Scatter.Series(each.getKey(), each.getKey(), each.getValue()))
        .toList();
  }

  private static List<Scatter.Series> byCluster(
      ReleaseFacts facts, List<RowFacts> rows, Plane.Projection plane) {
    List<Integer> coloured =
        facts.clusters().stream()
            .sorted(Comparator.comparingLong(Cluster::rows).reversed().thenComparing(Cluster::id))
            .limit(COLOURS)
            .map(Cluster::id)
            .toList();
    Map<Integer, List<double[]>> points = new LinkedHashMap<>();
    points.put(-1, new ArrayList<>());
    coloured.forEach(cluster -> points.put(cluster, new ArrayList<>()));
    for (int i = 0; i < rows.size(); i++) {
      Integer cluster = rows.get(i).cluster();
      points.get(coloured.contains(cluster) ? cluster : (Integer) (-1)).add(plane.points()[i]);
    }
    List<Scatter.Series> series = new ArrayList<>();
    points.forEach(
        (cluster, some) -> {
          if (!some.isEmpty()) {
            series.add(
                cluster < 0
                    ? new Scatter.Series("others", "other", some)
                    : new Scatter.Series(
                        "cluster " + cluster, "s" + (coloured.indexOf(cluster) + 1), some));
          }
        });
    return series;
  }

  private static DataTable decisions(List<RowFacts> rows) {
    Map<Reason, Long> counts = new TreeMap<>();
    rows.forEach(row -> counts.merge(row.reason(), 1L, Long::sum));
    List<List<DataTable.Cell>> table = new ArrayList<>();
    counts.forEach(
        (reason, count) ->
            table.add(List.of(cell(VerdictSection.phrase(reason)), DataTable.count(count))));
    return new DataTable(
        "map-by-decision",
        "Sampled rows by decision",
        List.of(DataTable.text("Decision"), DataTable.number("Points")),
        table,
        null);
  }

  private static DataTable clusters(List<RowFacts> rows) {
    Map<Integer, Long> counts = new TreeMap<>();
    rows.forEach(row -> counts.merge(row.cluster(), 1L, Long::sum));
    List<List<DataTable.Cell>> table = new ArrayList<>();
    counts.forEach(
        (cluster, count) ->
            table.add(
                List.of(cell(String.format(Locale.ROOT, "%d", cluster)), DataTable.count(count))));
    return new DataTable(
        "map-by-cluster",
        "Sampled rows by cluster",
        List.of(DataTable.text("Cluster"), DataTable.number("Points")),
        table.subList(0, Math.min(table.size(), 400)),
        null);
  }

  private static Block points(List<RowFacts> rows, Plane.Projection plane) {
    List<List<DataTable.Cell>> table = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      table.add(
          List.of(
              cell(rows.get(i).id()),
              cell(Integer.toString(rows.get(i).cluster())),
              cell(rows.get(i).reason().word()),
              decimal(plane.points()[i][0], 4),
              decimal(plane.points()[i][1], 4)));
    }
    return new Block.Download(
        new DataTable(
            "map",
            "Points of the map",
            List.of(
                DataTable.text("Row"),
                DataTable.text("Cluster"),
                DataTable.text("Decision"),
                DataTable.number("First component"),
                DataTable.number("Second component")),
            table,
            null));
  }

  private MapSection() {}
}
