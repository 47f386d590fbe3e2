package dev.winnow.jobs.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Texts of six labels in two files. Those of label 0 are alike, so they are easy and a floor binds
 * under them; one text has no words, and one line is not JSON.
 */
public final class SmallTexts {

  /** Rows of the input, refused ones too. */
  public static final int ROWS = 242;

  /** Rows that are embedded and ranked. */
  public static final int RANKED = 240;

  public static Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    SplittableRandom random = new SplittableRandom(7);
    StringBuilder[] files = {new StringBuilder(), new StringBuilder()};
    for (int i = 0; i < RANKED; i++) {
      int topic = i % 6;
      StringBuilder text = new StringBuilder();
      for (int word = 0; word < 12; word++) {
        boolean common = topic > 0 && random.nextInt(3) == 0;
        int spread = topic == 0 ? 2 : 9;
        text.append(common ? "common" : "topic" + topic + "x").append(random.nextInt(spread));
        text.append(' ');
      }
      files[i % 3 == 0 ? 0 : 1].append(
          "{\"id\": \"t%03d\", \"label\": \"%d\", \"text\": \"%s\"}\n".formatted(i, topic, text));
    }
    files[0].append("{\"id\": \"mute\", \"label\": \"1\", \"text\": \"?!\"}\n");
    files[1].append("no json\n");
    Files.writeString(folder.resolve("one.jsonl"), files[0]);
    Files.writeString(folder.resolve("two.jsonl"), files[1]);
    return folder;
  }

  /** A recipe that keeps 168 of them, with a floor under every label. */
  public static String recipe(String name, Path tables, Path texts) {
    return """
        apiVersion: winnow/v1
        name: %s
        warehouse: %s
        input: {format: jsonl, path: %s/*.jsonl, id: id, label: label}
        embed: {encoder: tfidf-svd, dim: 16}
        cluster: {k: 6, iterations: 4}
        prune: {keep: hard, keep_fraction: 0.7, balance: {floor: 0.5}}
        """
        .formatted(name, tables, texts);
  }

  private SmallTexts() {}
}
