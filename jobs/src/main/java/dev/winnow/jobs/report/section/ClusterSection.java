package dev.winnow.jobs.report.section;

import static dev.winnow.jobs.report.page.DataTable.count;
import static dev.winnow.jobs.report.page.DataTable.decimal;
import static dev.winnow.jobs.report.page.DataTable.share;

import dev.winnow.jobs.report.chart.StackedBars;
import dev.winnow.jobs.report.page.Block;
import dev.winnow.jobs.report.page.DataTable;
import dev.winnow.jobs.report.page.Section;
import dev.winnow.jobs.report.read.Cluster;
import dev.winnow.jobs.report.read.Ranked;
import dev.winnow.jobs.report.read.ReleaseFacts;
import dev.winnow.jobs.text.Texts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Gallery of clusters: rows at the centre, at the edge, and pruned ones. */
final class ClusterSection {

  private static final String TITLE = "Clusters";
  private static final int KEYWORDS = 8;
  private static final int DECIMALS = 4;

  /** Most texts of each kind of a cluster; pictures need less room. */
  private static final int TEXTS = 2;

  static Section of(ReleaseFacts facts, Tiles tiles) {
    if (facts.gallery().isEmpty()) {
      return Section.absent("clusters", TITLE, "The release has no clusters with rows.");
    }
    Keywords keywords = new Keywords(facts.contents().texts().values());
    List<Block.Group> groups = new ArrayList<>();
    List<StackedBars.Bar> bars = new ArrayList<>();
    List<List<DataTable.Cell>> table = new ArrayList<>();
    facts
        .gallery()
        .forEach(
            (cluster, reason) -> {
              groups.add(group(facts, tiles, keywords, cluster, reason));
              bars.add(bar(cluster));
              table.add(
                  List.of(
                      DataTable.marked(Integer.toString(cluster.id()), reason),
                      count(cluster.rows()),
                      count(cluster.kept()),
                      share(cluster.keptShare()),
                      decimal(cluster.meanDistance(), DECIMALS)));
            });
    return new Section(
        "clusters",
        TITLE,
        Texts.count(groups.size())
            + " of "
            + Texts.count(facts.clusters().size())
            + " clusters: the largest, the smallest, the densest and those that lose the largest"
            + " share. Nearest rows are typical of their cluster, furthest rows are its hardest.",
        List.of(
            new Block.Gallery(groups),
            new Block.Figure(
                StackedBars.draw("cluster-chart", "Rows of the clusters of the gallery", bars),
                "Rows of these clusters; the coloured part is kept.",
                new DataTable(
                    "clusters",
                    "Clusters of the gallery",
                    List.of(
                        DataTable.text("Cluster"),
                        DataTable.number("Rows"),
                        DataTable.number("Kept"),
                        DataTable.number("Kept share"),
                        DataTable.number("Mean distance")),
                    table,
                    null))));
  }

  private static StackedBars.Bar bar(Cluster cluster) {
    return new StackedBars.Bar(
        "Cluster " + cluster.id(),
        List.of(
            new StackedBars.Part("f-kept", cluster.kept()),
            new StackedBars.Part("f-pruned", cluster.rows() - cluster.kept())),
        Texts.count(cluster.rows()) + " rows, " + Texts.percent(cluster.keptShare()) + " kept");
  }

  private static Block.Group group(
      ReleaseFacts facts, Tiles tiles, Keywords keywords, Cluster cluster, String reason) {
    boolean texts = !facts.contents().texts().isEmpty() && facts.contents().pictures().isEmpty();
    Set<String> shown = new HashSet<>();
    List<Block.TileRow> rows = new ArrayList<>();
    add(
        rows,
        "Nearest to the centre",
        measured(tiles, facts.scores().nearest(cluster.id()), shown),
        texts);
    add(
        rows,
        "Furthest from the centre",
        measured(tiles, facts.scores().furthest(cluster.id()), shown),
        texts);
    List<Block.Tile> pruned = new ArrayList<>();
    for (String id : facts.decisions().pruned().getOrDefault(cluster.id(), List.of())) {
      if (shown.add(id)) {
        pruned.add(tiles.of(id));
      }
    }
    add(rows, "Pruned, drawn by hash", pruned, texts);
    List<String> words =
        facts.decisions().samples().getOrDefault(cluster.id(), List.of()).stream()
            .map(facts.contents().texts()::get)
            .filter(Objects::nonNull)
            .toList();
    return new Block.Group(
        "Cluster " + cluster.id(),
        List.of(
            reason,
            Texts.count(cluster.rows()) + (cluster.rows() == 1 ? " row" : " rows"),
            Texts.percent(cluster.keptShare()) + " kept",
            String.format(Locale.ROOT, "mean distance %.3f", cluster.meanDistance())),
        words.isEmpty() ? List.of() : keywords.of(words, KEYWORDS),
        rows);
  }

  private static void add(
      List<Block.TileRow> rows, String title, List<Block.Tile> tiles, boolean texts) {
    if (!tiles.isEmpty()) {
      rows.add(
          new Block.TileRow(
              title, texts ? tiles.subList(0, Math.min(TEXTS, tiles.size())) : tiles));
    }
  }

  /** Returns tiles with distances, without rows that are shown already. */
  private static List<Block.Tile> measured(Tiles tiles, List<Ranked> rows, Set<String> shown) {
    List<Block.Tile> all = new ArrayList<>();
    for (Ranked row : rows) {
      if (shown.add(row.id())) {
        all.add(tiles.of(row.id(), Tiles.distance(row.order())));
      }
    }
    return all;
  }

  private ClusterSection() {}
}
