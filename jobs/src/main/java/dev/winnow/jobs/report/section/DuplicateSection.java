package dev.winnow.jobs.report.section;

import static dev.winnow.jobs.report.page.DataTable.cell;
import static dev.winnow.jobs.report.page.DataTable.count;
import static dev.winnow.jobs.report.page.DataTable.decimal;
import static dev.winnow.jobs.report.page.DataTable.share;

import dev.winnow.jobs.report.page.Block;
import dev.winnow.jobs.report.page.DataTable;
import dev.winnow.jobs.report.page.Section;
import dev.winnow.jobs.report.read.PairFacts;
import dev.winnow.jobs.report.read.PairFacts.Outcome;
import dev.winnow.jobs.report.read.PairFacts.Pair;
import dev.winnow.jobs.report.read.ReleaseFacts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Pairs of duplicates side by side, above and below the threshold of their rule. */
final class DuplicateSection {

  private static final String ID = "duplicates";
  private static final String TITLE = "Duplicates";

  /** Most pairs of one rule. */
  private static final int OF_RULE = 9;

  /** Most pairs in all. */
  private static final int MOST = 42;

  static Section of(ReleaseFacts facts, Tiles tiles) {
    if (facts.run().recipe().dedup() == null) {
      return Section.absent(
          ID, TITLE, "The recipe has no section dedup, so no duplicates were looked for.");
    }
    Map<String, Map<String, Outcome>> rules = new TreeMap<>(facts.pairs().dropped());
    // Judged pairs say more than the dropped rows: they have the refused ones, too.
    rules.putAll(facts.pairs().near());
    if (rules.isEmpty()) {
      return Section.absent(ID, TITLE, "Duplicates were looked for, and none were found.");
    }
    List<Block.Pair> pairs = new ArrayList<>();
    List<List<DataTable.Cell>> table = new ArrayList<>();
    rules.forEach(
        (rule, outcomes) -> {
          pairs.addAll(chosen(rule, outcomes, tiles));
          outcomes.forEach((reason, outcome) -> table.add(row(rule, reason, outcome)));
        });
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new DataTable(
            "duplicate-rules",
            "Pairs by rule and outcome",
            List.of(
                DataTable.text("Kind and rule"),
                DataTable.text("Outcome"),
                DataTable.number("Pairs"),
                DataTable.number("Least similar"),
                DataTable.number("Most similar")),
            table,
            "Of the refused pairs, only the most similar ones are stored."));
    if (!facts.pairs().sweep().isEmpty()) {
      blocks.add(sweep(facts.pairs()));
    }
    blocks.add(new Block.Pairs(pairs.subList(0, Math.min(MOST, pairs.size()))));
    return new Section(
        ID,
        TITLE,
        "Pairs by the rule that compared them: the most similar ones, those just above the"
            + " threshold, and those just below it or refused for another reason. Look at both"
            + " sides of the threshold to judge if it is right.",
        blocks);
  }

  private static List<DataTable.Cell> row(String rule, String reason, Outcome outcome) {
    return List.of(
        cell(rule),
        cell(reason.isEmpty() ? "duplicates" : "refused: " + reason),
        count(outcome.rows()),
        decimal(outcome.least().get(0).similarity(), 4),
        decimal(outcome.most().get(0).similarity(), 4));
  }

  private static List<Block.Pair> chosen(String rule, Map<String, Outcome> outcomes, Tiles tiles) {
    List<Block.Pair> shown = new ArrayList<>();
    Outcome accepted = outcomes.get("");
    LinkedHashSet<Pair> seen = new LinkedHashSet<>();
    if (accepted != null) {
      boolean graded = accepted.least().get(0).similarity() < accepted.most().get(0).similarity();
      for (Pair pair : accepted.most()) {
        if (seen.add(pair)) {
          shown.add(pair(graded ? "Most similar" : "Equal", rule, pair, tiles));
        }
      }
      for (Pair pair : accepted.least()) {
        if (graded && seen.add(pair)) {
          shown.add(pair("Just above the threshold", rule, pair, tiles));
        }
      }
    }
    outcomes.forEach(
        (reason, outcome) -> {
          if (!reason.isEmpty()) {
            for (Pair pair : outcome.most()) {
              shown.add(
                  pair(
                      reason.equals(PairFacts.THRESHOLD) ? "Just below the threshold" : "Refused",
                      rule,
                      pair,
                      tiles));
            }
          }
        });
    return shown.subList(0, Math.min(OF_RULE, shown.size()));
  }

  static Block.Pair pair(String title, String rule, Pair pair, Tiles tiles) {
    List<String> shown = new ArrayList<>(List.of(rule, Tiles.similarity(pair.similarity())));
    if (pair.refusedBy() != null) {
      shown.add("refused by " + pair.refusedBy());
    }
    return new Block.Pair(
        title,
        shown,
        tiles.of(pair.left()),
        tiles.of(pair.right()),
        pair.refusedBy() == null ? "accepted" : "refused");
  }

  /** Lists the values of epsilon from the last one that drops nothing. */
  private static DataTable sweep(ReleaseFacts.Evidence evidence) {
    TreeMap<Double, List<DataTable.Cell>> rows = new TreeMap<>();
    double last = 0;
    for (Map<String, Object> row : evidence.sweep()) {
      Double epsilon = (Double) row.get("epsilon");
      Long dropped = (Long) row.get("rows_removed");
      last = dropped == 0 ? Math.max(last, epsilon) : last;
      rows.put(
          epsilon,
          List.of(
              new DataTable.Cell(
                  String.format(Locale.ROOT, "%.4g", epsilon),
                  epsilon.toString(),
                  epsilon.equals(evidence.epsilon()) ? "this run" : null),
              count(dropped),
              share((Double) row.get("share"))));
    }
    rows.headMap(last, false).clear();
    return new DataTable(
        "epsilon",
        "Rows that other values of epsilon would drop",
        List.of(
            DataTable.number("Epsilon"),
            DataTable.number("Rows dropped"),
            DataTable.number("Share of the compared rows")),
        List.copyOf(rows.values()),
        null);
  }

  private DuplicateSection() {}
}
