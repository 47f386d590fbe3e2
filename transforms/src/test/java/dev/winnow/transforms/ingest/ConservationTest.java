package dev.winnow.transforms.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.schemas.Inputs;
import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.check.Conservation;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFormat;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing of an input is lost or doubled without a trace in the account of the input. */
class ConservationTest {

  private static final int FOLDERS = 200;

  private static final List<String> STEMS =
      List.of(
          "a",
          "b",
          "%5Ba%5D",
          "a%3Ab",
          "%25",
          "a%20b",
          "x%23y",
          "q%3F",
          "s%2A",
          "%7Ba,b%7D",
          "n%0Al",
          "%C3%A9",
          "%E9",
          "_u",
          ".h",
          "-d",
          "k%3Dv");

  private static final List<String> TEXT_ENDINGS = List.of("jsonl", "json", "JSONL", "txt", "");
  private static final List<String> TABLE_ENDINGS = List.of("csv", "txt", "bak", "CSV");
  private static final List<String> IMAGE_ENDINGS = List.of("jpg", "png", "JpEg", "db");

  @TempDir private Path temp;

  /** Fills a folder with files of random names, kinds and contents, with links and pipes. */
  private void fill(Path folder, Random random, List<String> endings, int depth)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    for (int i = random.nextInt(6); i >= 0; i--) {
      String stem = STEMS.get(random.nextInt(STEMS.size())) + (random.nextBoolean() ? i : "");
      String ending = endings.get(random.nextInt(endings.size()));
      Path file =
          Path.of(
              URI.create(
                  "file://"
                      + folder.toUri().getRawPath()
                      + stem
                      + (ending.isEmpty() ? "" : "." + ending)));
      if (Files.exists(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
        continue;
      }
      int kind = random.nextInt(20);
      if (kind == 0) {
        // Made elsewhere, because a process can't be given a name that is not UTF-8.
        Path pipe = temp.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        Files.move(pipe, file);
      } else if (kind == 1) {
        Files.createSymbolicLink(file, Path.of("nowhere"));
      } else if (kind == 2) {
        Files.createSymbolicLink(file, Path.of(".."));
      } else if (kind == 3) {
        Files.createSymbolicLink(file, Path.of("kept." + endings.get(0)));
      } else if (kind == 4) {
        Files.createFile(file);
      } else if (kind <= 7 && depth > 0) {
        fill(file, random, endings, depth - 1);
      } else {
        Files.write(file, content(random, endings));
      }
    }
  }

  /** Returns some lines, of which some are broken; also the bytes of no image. */
  private static byte[] content(Random random, List<String> endings) {
    boolean json = endings == TEXT_ENDINGS;
    StringBuilder text = new StringBuilder(json ? "" : "text,label\n");
    for (int i = random.nextInt(5); i >= 0; i--) {
      boolean broken = random.nextInt(5) == 0;
      text.append(
          json
              ? broken ? "{\"text\": \n" : "{\"text\": \"row " + random.nextInt(50) + "\"}\n"
              : broken ? "one,two,three\n" : "row " + random.nextInt(50) + ",x\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Counts the entries that are no folders, and the folders with hidden names as one each. */
  private static long entries(Path root) throws IOException {
    long[] count = new long[1];
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            if (!folder.equals(root) && (name.startsWith("_") || name.startsWith("."))) {
              count[0]++;
              return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            count[0]++;
            return FileVisitResult.CONTINUE;
          }
        });
    return count[0];
  }

  private static InputSpec spec(InputFormat format, List<String> paths) {
    Modality modality = format == InputFormat.IMAGES ? Modality.IMAGE : Modality.TEXT;
    return InputSpec.of(format, paths, modality, null, null, null, CopyContent.AUTO);
  }

  /** The staged rows of an input, with the records of their readers. */
  private record Staged(InputSpec spec, InputFiles files, Dataset<Row> rows) {

    Dataset<Row> decided() {
      return Ids.assign(InputAccount.rows(rows), false);
    }

    Dataset<Row> account() {
      return InputAccount.table(LocalSpark.session(), spec, files, rows, decided());
    }

    List<String> violations() {
      return Conservation.violations(
          account(), InputAccount.entries(spec, files).size(), decided().count());
    }
  }

  /**
   * Reads an input into a staging folder.
   *
   * @param outputs largest number of files to stage
   */
  private Staged stage(InputSpec spec, String name, int outputs) {
    InputFiles files = InputFiles.list(new Configuration(), spec.format(), spec.paths());
    Path staged = temp.resolve("staged-" + name);
    new RowChecks(spec)
        .apply(new RawReader(spec).readCounted(LocalSpark.session(), files))
        .coalesce(outputs)
        .write()
        .parquet(staged.toString());
    return new Staged(spec, files, read(staged));
  }

  private static Dataset<Row> read(Path staged) {
    return LocalSpark.session().read().schema(RowChecks.SCHEMA).parquet(staged.toString());
  }

  @Test
  void filesOnDiskAreTheFilesOfTheAccountAndItsSumsAreTheRows() throws Exception {
    Map<InputFormat, List<String>> folders = new HashMap<>();
    Map<String, Long> onDisk = new HashMap<>();
    List<InputFormat> formats = List.of(InputFormat.JSONL, InputFormat.CSV, InputFormat.IMAGES);
    for (int seed = 0; seed < FOLDERS; seed++) {
      InputFormat format = formats.get(seed % formats.size());
      List<String> endings =
          switch (format) {
            case JSONL -> TEXT_ENDINGS;
            case CSV -> TABLE_ENDINGS;
            default -> IMAGE_ENDINGS;
          };
      Path folder = temp.resolve("f" + seed);
      Files.createDirectories(folder);
      Files.write(folder.resolve("kept." + endings.get(0)), content(new Random(seed), endings));
      fill(folder, new Random(seed), endings, 2);
      folders.computeIfAbsent(format, f -> new ArrayList<>()).add(folder.toString());
      onDisk.put("f" + seed, entries(folder));
    }
    for (InputFormat format : formats) {
      Staged staged = stage(spec(format, folders.get(format)), format.name(), 4);
      Map<String, Long> listed = new HashMap<>();
      for (Row row : staged.account().collectAsList()) {
        String file = row.getAs(Inputs.FILE);
        listed.merge(file.replaceFirst("(?s)^file:/+.*?/(f\\d+)/.*", "$1"), 1L, Long::sum);
      }
      for (Map.Entry<String, Long> folder : listed.entrySet()) {
        assertEquals(onDisk.get(folder.getKey()), folder.getValue(), folder.getKey());
      }
      assertEquals(folders.get(format).size(), listed.size());
      assertEquals(List.of(), staged.violations(), format.name());
      assertTrue(staged.decided().count() >= folders.get(format).size());
    }
  }

  private InputSpec texts() throws IOException {
    Path in = Files.createDirectories(temp.resolve("texts"));
    for (int i = 0; i < 6; i++) {
      Files.writeString(
          in.resolve(i + ".jsonl"), ("{\"text\": \"row " + i + "\"}\n").repeat(i + 1));
    }
    return spec(InputFormat.JSONL, List.of(in.toString()));
  }

  private InputSpec parquet() {
    Path in = temp.resolve("table");
    LocalSpark.session()
        .range(60)
        .select(functions.concat(functions.lit("row "), functions.col("id")).as("text"))
        .repartition(3)
        .write()
        .parquet(in.toString());
    return spec(InputFormat.PARQUET, List.of(in.toString()));
  }

  /** Returns the staged files, the one with most bytes first. */
  private List<Path> outputs(String name) throws IOException {
    try (Stream<Path> files = Files.list(temp.resolve("staged-" + name))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("part-"))
          .sorted((a, b) -> Long.compare(b.toFile().length(), a.toFile().length()))
          .toList();
    }
  }

  private static void delete(Path output) throws IOException {
    Files.delete(output);
    Files.deleteIfExists(output.resolveSibling("." + output.getFileName() + ".crc"));
  }

  @Test
  void everyLostOutputOfATaskBreaksTheLaw() throws Exception {
    for (InputSpec spec : List.of(texts(), parquet())) {
      String name = "lost-" + spec.format();
      Staged whole = stage(spec, name, 100);
      assertEquals(List.of(), whole.violations());
      Path lost = outputs(name).get(0);
      delete(lost);
      Staged less = new Staged(spec, whole.files(), read(temp.resolve("staged-" + name)));
      assertTrue(less.decided().count() < 60, "the lost output held rows");
      List<String> violations = less.violations();
      assertTrue(violations.stream().anyMatch(law -> law.contains("file")), violations.toString());
    }
  }

  @Test
  void everyDoubledOutputOfATaskBreaksTheLaw() throws Exception {
    for (InputSpec spec : List.of(texts(), parquet())) {
      String name = "doubled-" + spec.format();
      Staged whole = stage(spec, name, 100);
      Path output = outputs(name).get(0);
      Files.copy(output, output.resolveSibling("part-again.parquet"));
      Staged more = new Staged(spec, whole.files(), read(temp.resolve("staged-" + name)));
      List<String> violations = more.violations();
      assertTrue(violations.stream().anyMatch(law -> law.contains("file")), violations.toString());
    }
  }

  @Test
  void aFileThatWasListedButHasNoRowInTheAccountBreaksTheLaw() throws Exception {
    Staged staged = stage(texts(), "short", 1);
    Dataset<Row> account = staged.account().where("path <> '3.jsonl'");
    assertEquals(
        List.of(
            "table inputs holds 5 files, 6 were listed",
            "the readers counted 17 rows, the decisions hold 21"),
        Conservation.violations(account, 6, 21));
  }
}
