package dev.winnow.jobs.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.jobs.support.WholeRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every Spark line publishes the same release. The digest is a constant because no two lines meet
 * in one JVM: this test runs in the build of each line, and holds both to one value. The corpus is
 * drawn here, word by word, so that a change of the sample corpus leaves it alone. If a change of
 * an encoder, the clustering, the score or the selection gives other numbers, take the new constant
 * from one line; it must hold on the other.
 */
@Tag("line")
class SparkLineDigestsTest {

  private static final String TEXTS_DIGEST =
      "69bc74978f1addd6819bf57e43da6e9337749902fed2507f32a88ec3724d8772";

  private static final String DUPLICATES_DIGEST =
      "2bdab87f8c32963c0aff2b022617c8c53200184a5e045b8a4bcb80ea9724c7a5";

  @TempDir private static Path folder;

  @Test
  void textsHaveOneDigest() throws IOException {
    assertEquals(
        TEXTS_DIGEST,
        digest(
            """
            apiVersion: winnow/v1
            name: texts
            warehouse: %s
            input: {format: jsonl, path: %s, id: id, label: label}
            embed: {encoder: tfidf-svd, dim: 16}
            cluster: {k: 6, iterations: 4}
            prune: {keep: hard, keep_fraction: 0.6, balance: {floor: 0.5}}
            """,
            texts("texts.jsonl", 0)));
  }

  /** Runs those stages in which Spark sorts, groups and deals rows in the most ways. */
  @Test
  void duplicatesAndProbesHaveOneDigest() throws IOException {
    assertEquals(
        DUPLICATES_DIGEST,
        digest(
            """
            apiVersion: winnow/v1
            name: duplicates
            warehouse: %s
            input: {format: jsonl, path: %s, id: id, label: label}
            dedup: {near: true, epsilon: 0.05}
            embed: {encoder: tfidf-svd, dim: 16}
            cluster: {k: 6, iterations: 4}
            score: {metrics: [prototype, el2n]}
            prune: {metric: el2n, keep: hard, keep_fraction: 0.6, balance: {floor: 0.5}}
            """,
            texts("duplicates.jsonl", 40)));
  }

  /**
   * Writes 240 texts of 12 words on six topics, and copies of the first ones with one word more.
   */
  private static Path texts(String name, int copies) throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 240; i++) {
      int topic = i % 6;
      StringBuilder text = new StringBuilder();
      for (int word = 0; word < 12; word++) {
        boolean common = random.nextInt(3) == 0;
        text.append(common ? "common" : "topic" + topic + "x").append(random.nextInt(9));
        text.append(' ');
      }
      line(lines, "t" + i, topic, text);
      if (i < copies) {
        line(lines, "copy" + i, topic, text.append("more"));
      }
    }
    return Files.writeString(folder.resolve(name), lines);
  }

  private static void line(StringBuilder lines, String id, int topic, CharSequence text) {
    lines.append("{\"id\": \"").append(id).append("\", \"label\": \"").append(topic);
    lines.append("\", \"text\": \"").append(text).append("\"}\n");
  }

  private static Object digest(String recipe, Path input) {
    return WholeRuns.run(recipe.formatted(folder.resolve("tables"), input)).json().get("digest");
  }
}
