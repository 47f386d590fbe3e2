package dev.winnow.transforms.dedup.text;

import dev.winnow.transforms.JsonTexts;
import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.Shared;
import dev.winnow.transforms.cluster.Machine;
import dev.winnow.transforms.dedup.DuplicateGroups;
import dev.winnow.transforms.dedup.Rule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Prints the share of edited copies of queries that are dropped, by kind of edit and threshold, and
 * the time of the search in long reviews. {@code docs/benchmarks/dedup-texts.sh} runs it.
 */
public final class TextDuplicatesBenchmark {

  private static final String USAGE = "[--jaccard 0.76,0.78,0.8]";

  public static void main(String[] args) throws IOException {
    String thresholds = "0.74," + TextOptions.NEAR_JACCARD + ",0.82";
    for (int i = 0; i < args.length; i += 2) {
      if (!args[i].equals("--jaccard") || i + 1 == args.length) {
        throw new IllegalArgumentException("usage: " + USAGE + ", got " + args[i]);
      }
      thresholds = args[i + 1];
    }
    System.out.println(Machine.line());
    LocalSpark.session().sparkContext().setLogLevel("ERROR");
    List<Double> jaccards = new ArrayList<>();
    for (String threshold : thresholds.split(",", -1)) {
      jaccards.add(Double.valueOf(threshold));
    }
    QueryCopies shared = QueryCopies.shared();
    table("clinc150 with the 1,400 copies of clinc150-dups", shared, jaccards);
    List<JsonTexts> texts = JsonTexts.read(Shared.path("data/text/clinc150.jsonl.gz"));
    table(
        "clinc150 with copies made by the benchmark",
        new QueryCopies(texts, TextCopies.of(texts)),
        List.of(TextOptions.NEAR_JACCARD));
    reviews();
  }

  private static void table(String title, QueryCopies queries, List<Double> jaccards) {
    System.out.println();
    System.out.println(title);
    System.out.println();
    boolean headed = false;
    for (double jaccard : jaccards) {
      for (Rule rule : List.of(Rule.GREEDY, Rule.COMPONENTS)) {
        QueryCopies.Counts counts = queries.counts(removed(queries, jaccard, rule));
        if (!headed) {
          System.out.println(
              "| nearJaccard | rule | recall | copies removed | other rows removed"
                  + " | rows removed | "
                  + String.join(" | ", counts.byKind().keySet())
                  + " |");
          System.out.println("|---|---|---|---|---|---|" + "---|".repeat(counts.byKind().size()));
          headed = true;
        }
        System.out.println(
            String.format(Locale.ROOT, "| %.2f | ", jaccard)
                + rule.name().toLowerCase(Locale.ROOT)
                + " | "
                + counts.cells()
                + " |");
      }
    }
  }

  private static Set<String> removed(QueryCopies queries, double jaccard, Rule rule) {
    return new TextDuplicates(
            new NearTexts(TextOptions.defaults().withNearJaccard(jaccard)),
            new DuplicateGroups(rule))
        .apply(queries.rows()).dropped().collectAsList().stream()
            .map(row -> row.getString(0))
            .collect(Collectors.toSet());
  }

  private static void reviews() throws IOException {
    QueryCopies reviews =
        new QueryCopies(JsonTexts.read(Shared.path("data/text/imdb-20k.jsonl.gz")), List.of());
    long start = System.nanoTime();
    int removed = removed(reviews, TextOptions.NEAR_JACCARD, Rule.GREEDY).size();
    System.out.println();
    System.out.printf(
        Locale.ROOT,
        "imdb-20k, nearJaccard %.2f, greedy: %d of 20,000 reviews removed in %.1f s%n",
        TextOptions.NEAR_JACCARD,
        removed,
        (System.nanoTime() - start) / 1e9);
  }

  private TextDuplicatesBenchmark() {}
}
