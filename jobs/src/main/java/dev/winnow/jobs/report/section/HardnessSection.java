package dev.winnow.jobs.report.section;

import static dev.winnow.jobs.report.page.DataTable.count;
import static dev.winnow.jobs.report.page.DataTable.decimal;

import dev.winnow.jobs.report.chart.Histogram;
import dev.winnow.jobs.report.page.Block;
import dev.winnow.jobs.report.page.DataTable;
import dev.winnow.jobs.report.page.Section;
import dev.winnow.jobs.report.read.Bins;
import dev.winnow.jobs.report.read.DecisionFacts;
import dev.winnow.jobs.report.read.ReleaseFacts;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Histograms of the scores, with the score at which the policy cuts. */
final class HardnessSection {

  private static final String TITLE = "Hardness";
  private static final String ID = "hardness";
  private static final int BINS = 48;
  private static final int DECIMALS = 4;

  /** Most metrics beside the one that ranked. */
  private static final int OTHERS = 6;

  static Section of(ReleaseFacts facts) {
    Bins scores = facts.decisions().scores();
    if (scores.isEmpty()) {
      return Section.absent(ID, TITLE, "No row was ranked, so there are no scores to show.");
    }
    Map<Double, Long> thresholds = facts.decisions().thresholds();
    Double cut =
        thresholds.entrySet().stream()
            .max(
                Map.Entry.<Double, Long>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(Map.Entry::getKey)
            .orElse(null);
    Bins.Wide wide = scores.wide(BINS);
    String metric = Policy.metric(facts);
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Figure(
            Histogram.draw(
                "hardness-chart",
                "Ranked rows by score",
                "score by " + metric + ", high is hard",
                wide.edges(),
                List.of(
                    new Histogram.Series("kept", "f-kept", wide.counts()[DecisionFacts.KEPT]),
                    new Histogram.Series(
                        "pruned", "f-pruned", wide.counts()[DecisionFacts.PRUNED])),
                cut),
            caption(facts, cut, thresholds),
            table(ID, "Ranked rows by score", wide, List.of("Kept", "Pruned"))));
    Map<String, Bins> others = others(facts, metric);
    others.forEach((name, bins) -> blocks.add(other(name, bins)));
    return new Section(
        ID,
        TITLE,
        "Scores of the ranked rows. A score is the value of the metric that ranked them; rows with"
            + " high scores are hard.",
        blocks);
  }

  private static String caption(ReleaseFacts facts, Double cut, Map<Double, Long> thresholds) {
    if (cut == null) {
      return "No threshold is stored for this release.";
    }
    String text =
        String.format(
            Locale.ROOT,
            "The dashed line is the score of the last row that policy %s kept, %.4g.",
            Policy.word(facts),
            cut);
    return thresholds.size() == 1
        ? text
        : text
            + " A floor gives "
            + Texts.count(thresholds.size() - 1L)
            + (thresholds.size() == 2 ? " class a line" : " classes lines")
            + " of their own, so kept and pruned rows share some bins.";
  }

  private static Map<String, Bins> others(ReleaseFacts facts, String metric) {
    Map<String, Bins> others = new TreeMap<>();
    for (String name : facts.scores().metrics()) {
      boolean ranked =
          name.equals(metric.replace('-', '_'))
              || (name.equals(Scores.COSINE_DIST_TO_CENT) && metric.equals("prototype"));
      if (!ranked && others.size() < OTHERS && !facts.scores().histogram(name).isEmpty()) {
        others.put(name, facts.scores().histogram(name));
      }
    }
    return others;
  }

  private static Block other(String name, Bins bins) {
    Bins.Wide wide = bins.wide(BINS);
    return new Block.Figure(
        Histogram.draw(
            "hardness-" + name.replace('_', '-'),
            "Scored rows by " + name,
            name,
            wide.edges(),
            List.of(new Histogram.Series("scored", "total", wide.counts()[0])),
            null),
        "All scored rows by " + name + ", which did not rank them.",
        table("hardness-" + name, "Scored rows by " + name, wide, List.of("Rows")));
  }

  private static DataTable table(String file, String caption, Bins.Wide wide, List<String> names) {
    List<DataTable.Head> heads = new ArrayList<>();
    heads.add(DataTable.number("From"));
    heads.add(DataTable.number("To"));
    names.forEach(name -> heads.add(DataTable.number(name)));
    List<List<DataTable.Cell>> rows = new ArrayList<>();
    for (int bin = 0; bin < wide.edges().length - 1; bin++) {
      List<DataTable.Cell> row = new ArrayList<>();
      row.add(decimal(wide.edges()[bin], DECIMALS));
      row.add(decimal(wide.edges()[bin + 1], DECIMALS));
      for (long[] counts : wide.counts()) {
        row.add(count(counts[bin]));
      }
      rows.add(row);
    }
    return new DataTable(
        file, caption, heads, rows, "A bin contains its lower end; the last one both ends.");
  }

  private HardnessSection() {}
}
