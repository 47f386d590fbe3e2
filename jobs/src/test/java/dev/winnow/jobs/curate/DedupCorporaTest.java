package dev.winnow.jobs.curate;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.support.WholeRuns;
import dev.winnow.transforms.JsonTexts;
import dev.winnow.transforms.Shared;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Exact, near and semantic deduplication together, with shipped defaults, on real corpora into
 * which edited copies were mixed.
 */
@Tag("long")
class DedupCorporaTest {

  @TempDir private static Path folder;

  /**
   * An edited copy.
   *
   * @param source original of the copy
   */
  private record Copy(String name, String source, String kind) {}

  private static void run(String name, String sections) {
    RunReport report =
        WholeRuns.run(
            "apiVersion: winnow/v1\nname: " + name + "\nwarehouse: " + folder + "\n" + sections);
    System.out.println(report.card());
  }

  /** Returns the names of the dropped rows. */
  private static Set<String> gone(String name, Map<String, String> nameOf) {
    Set<String> gone = new HashSet<>();
    for (Row row :
        WholeRuns.table(folder.resolve(name), "duplicates").select(col("id")).collectAsList()) {
      gone.add(nameOf.getOrDefault(row.getString(0), row.getString(0)));
    }
    return gone;
  }

  /**
   * Returns the share of the copies of which at most one of copy and source stays; also prints it
   * by kind.
   */
  private static double recall(List<Copy> copies, Set<String> gone) {
    Map<String, int[]> kinds = new TreeMap<>();
    int found = 0;
    for (Copy copy : copies) {
      boolean parted = gone.contains(copy.name()) || gone.contains(copy.source());
      int[] counts = kinds.computeIfAbsent(copy.kind(), kind -> new int[2]);
      counts[0] += parted ? 1 : 0;
      counts[1]++;
      found += parted ? 1 : 0;
    }
    kinds.forEach(
        (kind, counts) -> System.out.printf("  %s %d of %d%n", kind, counts[0], counts[1]));
    return (double) found / copies.size();
  }

  @Test
  void editedPhotographsAreFoundAndFewOtherRowsAreDropped() throws Exception {
    Path copiesFolder = Shared.path("data/images/flowers128-dups");
    run(
        "photographs",
        """
        input: {format: images, path: [%s, %s]}
        embed: {encoder: djl, model: %s, output: embedding}
        dedup: {epsilon: 0.02}
        """
            .formatted(
                Shared.path("data/images/flowers128"),
                copiesFolder,
                Shared.path("models/mobilenet_v2_1.0_224")));
    Map<String, String> nameOf = new HashMap<>();
    for (Row row :
        WholeRuns.table(folder.resolve("photographs"), "examples")
            .select("id", "source")
            .collectAsList()) {
      String source = row.getString(1);
      String file = source.replaceFirst(".*/", "");
      nameOf.put(
          row.getString(0),
          source.contains("flowers128-dups")
              ? file
              : source.replaceFirst(".*/([^/]+/[^/]+)$", "$1"));
    }
    List<Copy> copies = new ArrayList<>();
    Set<String> paired = new HashSet<>();
    for (String line : Files.readAllLines(copiesFolder.resolve("manifest.csv"))) {
      String[] f = line.split(",", -1);
      if (!f[0].equals("file")) {
        copies.add(new Copy(f[0], f[1], f[2]));
        paired.addAll(List.of(f[0], f[1]));
      }
    }
    for (String line :
        Files.readAllLines(Shared.path("reference/natural_duplicates_flowers.csv"))) {
      String[] f = line.split(",", -1);
      paired.addAll(List.of(f[1], f[2]));
    }
    Set<String> gone = gone("photographs", nameOf);
    double recall = recall(copies, gone);
    long known = gone.stream().filter(paired::contains).count();
    double precision = (double) known / gone.size();
    System.out.printf(
        Locale.ROOT,
        "photographs: recall %.3f, precision %.3f of %d dropped rows%n",
        recall,
        precision,
        gone.size());
    assertTrue(recall >= 0.95, "recall " + recall);
    assertTrue(precision >= 0.97, "precision " + precision);
  }

  @Test
  void editedQueriesAreFoundAndFewOtherRowsAreDropped() throws Exception {
    Path texts = Shared.path("data/text/clinc150.jsonl.gz");
    Path edited = Shared.path("data/text/clinc150-dups.jsonl.gz");
    run(
        "queries",
        """
        input: {format: jsonl, path: [%s, %s], id: id, content: text, label: label}
        embed: {encoder: djl, model: %s, output: sentence_embedding}
        dedup: {rule: greedy, epsilon: 0.001}
        cluster: {k: 150}
        """
            .formatted(texts, edited, Shared.path("models/text-static-128")));
    List<Copy> copies = new ArrayList<>();
    Set<String> paired = new HashSet<>();
    for (JsonTexts row : JsonTexts.read(edited)) {
      copies.add(new Copy(row.id(), row.source(), row.kind()));
      paired.addAll(List.of(row.id(), row.source()));
    }
    Set<String> gone = gone("queries", Map.of());
    double recall = recall(copies, gone);
    long outside = gone.stream().filter(id -> !paired.contains(id)).count();
    System.out.printf(Locale.ROOT, "queries: recall %.3f, %d other rows went%n", recall, outside);
    assertTrue(recall >= 0.85, "recall " + recall);
    assertTrue(outside <= 1600, "outside " + outside);
  }
}
