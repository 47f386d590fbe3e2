package dev.winnow.transforms.dedup.text;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.JsonTexts;
import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.Shared;
import dev.winnow.transforms.dedup.DuplicateGroups;
import dev.winnow.transforms.dedup.Rule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Compares the groups of near texts with those that people judged to be the same record. A found
 * pair is any two rows with the same representative.
 */
@Tag("long")
class JudgedRecordsTest {

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("text", DataTypes.StringType, false)
          .add("place", DataTypes.LongType, false);

  private record Pair(String one, String other) {

    static Pair of(String a, String b) {
      return a.compareTo(b) < 0 ? new Pair(a, b) : new Pair(b, a);
    }
  }

  private record Figures(int dropped, double precision, double recall) {

    double f1() {
      return 2 * precision * recall / (precision + recall);
    }
  }

  private static Figures figures(String set, TextOptions options, Rule rule, boolean across)
      throws IOException {
    List<Row> rows = new ArrayList<>();
    Map<String, String> sources = new HashMap<>();
    for (JsonTexts text : JsonTexts.read(Shared.path("data/external/" + set + ".jsonl.gz"))) {
      // The longer text stays, as in a run.
      rows.add(RowFactory.create(text.id(), text.text(), -(long) text.text().length()));
      sources.put(text.id(), text.source());
    }
    Map<String, String> representatives = new HashMap<>();
    sources.keySet().forEach(id -> representatives.put(id, id));
    int dropped = 0;
    for (Row row :
        new TextDuplicates(new NearTexts(options), new DuplicateGroups(rule))
            .apply(LocalSpark.rows(SCHEMA, 2, rows))
            .dropped()
            .collectAsList()) {
      representatives.put(row.getString(0), row.getString(2));
      dropped++;
    }
    Map<String, List<String>> groups = new HashMap<>();
    representatives.forEach(
        (id, representative) ->
            groups.computeIfAbsent(representative, r -> new ArrayList<>()).add(id));
    Set<Pair> found = new HashSet<>();
    for (List<String> group : groups.values()) {
      for (int i = 0; i < group.size(); i++) {
        for (int j = 0; j < i; j++) {
          if (!across || !sources.get(group.get(i)).equals(sources.get(group.get(j)))) {
            found.add(Pair.of(group.get(i), group.get(j)));
          }
        }
      }
    }
    Set<Pair> truth = truth(set);
    double right = found.stream().filter(truth::contains).count();
    Figures figures = new Figures(dropped, right / found.size(), right / truth.size());
    System.out.printf(
        Locale.ROOT,
        "%s, near_jaccard %.2f, %s, guards %s: dropped %d, pairs P %.3f R %.3f F1 %.3f%n",
        set,
        options.nearJaccard(),
        rule.word(),
        options.guards(),
        dropped,
        figures.precision(),
        figures.recall(),
        figures.f1());
    return figures;
  }

  private static Set<Pair> truth(String set) throws IOException {
    Set<Pair> pairs = new HashSet<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Files.newInputStream(Shared.path("data/external/" + set + "-truth.csv.gz"))),
                StandardCharsets.UTF_8))) {
      in.readLine(); // names of columns
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] ids = line.split(",", -1);
        pairs.add(Pair.of(ids[0], ids[1]));
      }
    }
    return pairs;
  }

  private static TextOptions wide() {
    return TextOptions.defaults().withNearJaccard(0.6);
  }

  @Test
  void publicationsOfTwoCataloguesFindTheirPartners() throws IOException {
    Figures figures = figures("dblp-acm", wide(), Rule.GREEDY, true);
    assertTrue(figures.f1() >= 0.89, figures.toString());
    figures("dblp-acm", wide().withGuards(Set.of()), Rule.GREEDY, true);
  }

  @Test
  void citationsOfOnePaperFormAGroup() throws IOException {
    Figures guarded = figures("cora", wide(), Rule.COMPONENTS, false);
    assertTrue(guarded.f1() >= 0.79, guarded.toString());
    Figures open = figures("cora", wide().withGuards(Set.of()), Rule.COMPONENTS, false);
    assertTrue(open.f1() >= 0.82, open.toString());
  }

  @Test
  void productsThatDifferInTheirModelNumberStay() throws IOException {
    Figures figures = figures("abt-buy", TextOptions.defaults(), Rule.GREEDY, true);
    assertTrue(figures.dropped() <= 60, figures.toString());
  }
}
