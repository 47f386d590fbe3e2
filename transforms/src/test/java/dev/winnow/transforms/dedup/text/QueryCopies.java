package dev.winnow.transforms.dedup.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.transforms.JsonTexts;
import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.Shared;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Texts and edited copies of them. This class counts the copies that are found, by kind of edit,
 * and the removed rows that are neither a copy nor the source of one. A copy is found if it or its
 * source is removed; usually it is the copy.
 */
final class QueryCopies {

  /** Edited copy of the text with the id {@code source}. */
  record Copy(String id, String text, String source, String kind) {}

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("text", DataTypes.StringType, false)
          .add("place", DataTypes.LongType, false);

  private final List<JsonTexts> texts;
  private final List<Copy> copies;

  QueryCopies(List<JsonTexts> texts, List<Copy> copies) {
    this.texts = texts;
    this.copies = copies;
  }

  /** Reads CLINC150 and its 1,400 copies of 7 kinds. */
  static QueryCopies shared() throws IOException {
    List<Copy> copies = new ArrayList<>();
    ObjectMapper json = new ObjectMapper();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Files.newInputStream(Shared.path("data/text/clinc150-dups.jsonl.gz"))),
                StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        JsonNode node = json.readTree(line);
        copies.add(
            new Copy(
                node.path("id").asText(),
                node.path("text").asText(),
                node.path("source").asText(),
                node.path("kind").asText()));
      }
    }
    return new QueryCopies(JsonTexts.read(Shared.path("data/text/clinc150.jsonl.gz")), copies);
  }

  /** Returns rows of id, text and place: originals first, in the order of their files. */
  Dataset<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (JsonTexts text : texts) {
      rows.add(RowFactory.create(text.id(), text.text(), (long) rows.size()));
    }
    for (Copy copy : copies) {
      rows.add(RowFactory.create(copy.id(), copy.text(), (long) rows.size()));
    }
    return LocalSpark.rows(SCHEMA, 4, rows);
  }

  /**
   * Figures of a deduplication.
   *
   * @param byKind share of the copies of a kind that are found, in the order of the kinds
   * @param recall share of all copies that are found
   * @param copiesRemoved share of all copies that are removed themselves
   * @param othersRemoved number of removed rows that are neither a copy nor the source of one
   * @param removed number of removed rows
   */
  record Counts(
      Map<String, Double> byKind,
      double recall,
      double copiesRemoved,
      long othersRemoved,
      long removed) {

    /**
     * Returns cells of a table: recall, copies removed, other rows removed, rows removed, and each
     * kind.
     */
    String cells() {
      StringBuilder cells =
          new StringBuilder(
              String.format(
                  Locale.ROOT,
                  "%.3f | %.3f | %,d | %,d",
                  recall,
                  copiesRemoved,
                  othersRemoved,
                  removed));
      byKind.values().forEach(share -> cells.append(String.format(Locale.ROOT, " | %.2f", share)));
      return cells.toString();
    }
  }

  Counts counts(Set<String> removedIds) {
    Map<String, long[]> kinds = new LinkedHashMap<>();
    Set<String> known = new HashSet<>();
    long found = 0;
    for (Copy copy : copies) {
      long[] kind = kinds.computeIfAbsent(copy.kind(), k -> new long[2]);
      kind[0]++;
      if (removedIds.contains(copy.id()) || removedIds.contains(copy.source())) {
        kind[1]++;
        found++;
      }
      known.add(copy.id());
      known.add(copy.source());
    }
    Map<String, Double> byKind = new LinkedHashMap<>();
    kinds.forEach((kind, counts) -> byKind.put(kind, (double) counts[1] / counts[0]));
    long othersRemoved = removedIds.stream().filter(id -> !known.contains(id)).count();
    long copiesRemoved = copies.stream().filter(copy -> removedIds.contains(copy.id())).count();
    return new Counts(
        byKind,
        (double) found / copies.size(),
        (double) copiesRemoved / copies.size(),
        othersRemoved,
        removedIds.size());
  }
}
