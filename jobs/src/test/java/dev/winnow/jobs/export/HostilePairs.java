package dev.winnow.jobs.export;

import dev.winnow.jobs.support.CommandRun;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/**
 * Pairs of pictures and texts in a folder, with ids that no file could be named after, and their
 * run, which stores the texts and no picture. Even rows are PNG and odd rows JPEG, all in files
 * called {@code .img}.
 */
record HostilePairs(Path folder) {

  static final int PAIRS = 24;

  private static final List<String> IDS =
      List.of(
          "a/b.c",
          "a_b_c",
          "../../etc/passwd",
          ".hidden",
          "__key__",
          "\u001b[31mred",
          "\u202etxt.exe",
          "\u0645\u0631\u062d\u0628\u0627 \ud83d\ude00",
          "x".repeat(300),
          "x".repeat(300) + "y",
          "two words");

  /** Words of all labels; the last has nothing to show. */
  static final List<String> LABELS = List.of("cat", "\u05d0\u05d1\u05d2", "\"dog\", a");

  static String id(int row) {
    return row < IDS.size() ? IDS.get(row) : "pair-" + row;
  }

  static String label(int row) {
    return LABELS.get(row % LABELS.size());
  }

  /** Returns a text with right-to-left letters, an override, an escape and a line break. */
  static String text(int row) {
    return "row "
        + row
        + " shows \u05e9\u05dc\u05d5\u05dd \u202egnorw\u202c \u001b[1mbold\u001b[0m,\n\"twice\" "
        + (row % 2 == 0 ? "red circle" : "green square");
  }

  static byte[] picture(int row) throws IOException {
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 32; x++) {
        int shade = (x * (row + 3) + y * (row % 5 + 1)) & 0xff;
        image.setRGB(x, y, row % 2 == 0 ? shade << 16 | 0x40 : shade << 8 | 0x800000);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, row % 2 == 0 ? "png" : "jpg", bytes);
    return bytes.toByteArray();
  }

  /** Returns the file of a row's picture. */
  Path file(int row) {
    return folder.resolve("pairs/" + row + ".img");
  }

  String recipe() {
    return folder.resolve("pairs.yaml").toString();
  }

  /** Writes the input and runs the recipe, which keeps all rows. */
  void make() throws IOException {
    Files.createDirectories(folder.resolve("pairs"));
    StringBuilder csv = new StringBuilder("id,picture,caption,kind,page\n");
    for (int row = 0; row < PAIRS; row++) {
      Files.write(file(row), picture(row));
      List<String> fields = new ArrayList<>();
      for (String field :
          List.of(id(row), row + ".img", text(row), label(row), String.valueOf(row))) {
        fields.add("\"" + field.replace("\"", "\"\"") + "\"");
      }
      csv.append(String.join(",", fields)).append('\n');
    }
    Files.writeString(folder.resolve("pairs/pairs.csv"), csv);
    Files.writeString(
        Path.of(recipe()),
        """
        apiVersion: winnow/v1
        name: pairs
        warehouse: %s
        input: {format: csv, path: %s, modality: pair, id: id, content: picture, text: caption, label: kind}
        embed:
          - {of: image, encoder: patch-kmeans, dim: 4}
          - {of: text, encoder: tfidf-svd, dim: 4}
        cluster: {k: 2, iterations: 2, by: image}
        publish: {release: whole}
        """
            .formatted(folder.resolve("tables"), folder.resolve("pairs/pairs.csv")));
    CommandRun done = CommandRun.run("run", recipe(), "--quiet", "--no-report");
    if (done.code() != 0) {
      throw new IllegalStateException(done.err());
    }
  }

  String to(String name) {
    return folder.resolve("exports").resolve(name).toString();
  }

  CommandRun export(String to, String format, String... more) {
    List<String> args = new ArrayList<>(List.of("export", recipe(), "--to", to(to)));
    args.addAll(List.of("--format", format, "--release", "whole", "--quiet"));
    args.addAll(List.of(more));
    return CommandRun.run(args.toArray(String[]::new));
  }

  /** Returns the files of an export by their paths below it. */
  Map<String, byte[]> files(String name) throws IOException {
    Path root = Path.of(to(name));
    Map<String, byte[]> files = new TreeMap<>();
    try (var found = Files.walk(root)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }
}
