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

  @TempDir private static Path folder;

  @Test
  void textsHaveOneDigest() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 240; i++) {
      int topic = i % 6;
      lines.append("{\"id\": \"t").append(i).append("\", \"label\": \"").append(topic);
      lines.append("\", \"text\": \"");
      for (int word = 0; word < 12; word++) {
        boolean common = random.nextInt(3) == 0;
        lines.append(common ? "common" : "topic" + topic + "x").append(random.nextInt(9));
        lines.append(' ');
      }
      lines.append("\"}\n");
    }
    Path file = Files.writeString(folder.resolve("texts.jsonl"), lines);
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
            file));
  }

  private static Object digest(String recipe, Path input) {
    return WholeRuns.run(recipe.formatted(folder.resolve("tables"), input)).json().get("digest");
  }
}
