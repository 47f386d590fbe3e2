package dev.winnow.jobs.cli;

import static dev.winnow.jobs.support.CommandRun.run;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.jobs.support.CommandRun;
import dev.winnow.jobs.support.DataCompIds;
import dev.winnow.jobs.support.SmallRelease;
import dev.winnow.transforms.LocalSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs of the command export, on the tables of one run. */
class ExportCommandTest {

  private static Path folder;
  private static String recipe;

  @BeforeAll
  static void runOnce() throws IOException {
    folder = SmallRelease.get().folder();
    recipe = SmallRelease.get().recipe();
  }

  private static Dataset<Row> table(String name, String release) {
    return SmallRelease.get().tables().table(name, release);
  }

  private static CommandRun export(String to, String format, String... more) {
    List<String> args = new ArrayList<>(List.of("export", recipe, "--to", to(to)));
    args.addAll(List.of("--format", format, "--release", "whole", "--quiet"));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  private static String to(String name) {
    return folder.resolve("exports").resolve(name).toString();
  }

  private static List<String> keptIds() {
    return table("curated", "whole").select("id").collectAsList().stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  @Test
  void exportsASortedListOfIdsOnceAndReplacesItWhenAsked() throws IOException {
    JsonNode done = export("kept.txt", "ids", "--json").json();
    assertEquals(168, done.path("rows").asLong());
    assertEquals("id", done.path("order").asText());
    assertEquals(keptIds(), Files.readAllLines(Path.of(to("kept.txt"))));
    CommandRun taken = export("kept.txt", "ids");
    assertEquals(6, taken.code());
    assertTrue(taken.err().contains("kept.txt exists; choose another path, or set --overwrite"));
    assertEquals(0, export("kept.txt", "ids", "--overwrite", "--shuffle").code());
    List<String> shuffled = Files.readAllLines(Path.of(to("kept.txt")));
    assertNotEquals(keptIds(), shuffled);
    assertEquals(keptIds(), shuffled.stream().sorted().toList());
    assertEquals(0, export("other.txt", "ids", "--shuffle", "--seed", "8").code());
    assertNotEquals(shuffled, Files.readAllLines(Path.of(to("other.txt"))));
    try (Stream<Path> left = Files.list(folder.resolve("exports"))) {
      assertEquals(
          List.of(),
          left.map(path -> path.getFileName().toString())
              .filter(name -> name.startsWith("_") || name.startsWith("."))
              .toList());
    }
  }

  @Test
  void exportsDataCompsFileOf128BitIds() throws IOException {
    CommandRun refused = export("subset.npy", "datacomp");
    assertEquals(4, refused.code(), refused.err());
    assertTrue(
        refused
            .err()
            .contains(
                "ids must have 32 hexadecimal digits for datacomp, got 168 others, such as t"),
        refused.err());
    assertFalse(Files.exists(Path.of(to("subset.npy"))));
    assertEquals(0, export("subset.npy", "datacomp", "--hash-ids").code());
    List<String> ids = DataCompIds.read(Path.of(to("subset.npy")));
    assertEquals(
        table("curated", "whole")
            .selectExpr("substring(sha2(id, 256), 1, 32)")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .sorted()
            .toList(),
        ids);
  }

  @Test
  void exportsRowsByRankInFilesOfEqualLength() throws IOException {
    assertEquals(0, export("rows", "parquet", "--files", "4").code());
    List<String> ranked = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(to("rows")))) {
      List<Path> sorted = files.sorted().toList();
      assertEquals(
          List.of(
              "part-00000.parquet",
              "part-00001.parquet",
              "part-00002.parquet",
              "part-00003.parquet"),
          sorted.stream().map(file -> file.getFileName().toString()).toList());
      for (Path file : sorted) {
        List<Row> rows =
            LocalSpark.session().read().parquet(file.toString()).coalesce(1).collectAsList();
        assertEquals(42, rows.size());
        rows.forEach(row -> ranked.add(row.getAs("id")));
      }
    }
    assertEquals(
        table("curated", "whole").orderBy("keep_rank").collectAsList().stream()
            .map(row -> row.<String>getAs("id"))
            .toList(),
        ranked);
    assertArrayEquals(
        table("curated", "whole").columns(),
        LocalSpark.session().read().parquet(to("rows")).columns());
  }

  @Test
  void aShuffleIsTheSameForOneSeedWhateverTheFiles() throws IOException {
    List<List<String>> orders = new ArrayList<>();
    for (String[] one : new String[][] {{"s1.jsonl", "1"}, {"s3", "3"}, {"again", "3"}}) {
      assertEquals(
          0, export(one[0], "jsonl", "--shuffle", "--seed", "7", "--files", one[1]).code());
      List<Path> files;
      try (Stream<Path> found = Files.walk(Path.of(to(one[0])))) {
        files = found.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList();
      }
      assertEquals(Integer.parseInt(one[1]), files.size());
      List<String> lines = new ArrayList<>();
      for (Path file : files) {
        List<String> ofFile = Files.readAllLines(file);
        assertEquals(168 / files.size(), ofFile.size(), file.toString());
        lines.addAll(ofFile);
      }
      orders.add(lines);
    }
    assertEquals(orders.get(0), orders.get(1));
    assertEquals(orders.get(1), orders.get(2));
    assertEquals(168, new HashSet<>(orders.get(0)).size());
    JsonNode row = new ObjectMapper().readTree(orders.get(0).get(0));
    List<String> names = new ArrayList<>();
    row.fieldNames().forEachRemaining(names::add);
    assertEquals(List.of(table("curated", "whole").columns()), names);
    List<String> ids =
        orders.get(0).stream()
            .map(line -> line.replaceFirst(".*?\"id\":\"([^\"]*)\".*", "$1"))
            .collect(Collectors.toList());
    assertNotEquals(keptIds(), ids);
    assertEquals(keptIds(), ids.stream().sorted().toList());
  }

  @Test
  void filesOfAShuffleDifferByOneRowAtMost() throws IOException {
    assertEquals(0, export("s5", "jsonl", "--shuffle", "--files", "5").code());
    List<Integer> lengths = new ArrayList<>();
    try (Stream<Path> found = Files.list(Path.of(to("s5")))) {
      for (Path file : found.sorted().toList()) {
        lengths.add(Files.readAllLines(file).size());
      }
    }
    assertEquals(List.of(34, 34, 33, 34, 33), lengths);
  }

  @Test
  void shardsHaveTextsOfTheReleaseAndIntegerLabels() throws IOException {
    assertEquals(0, export("shards", "webdataset", "--files", "4").code());
    Map<String, String> members = new TreeMap<>();
    for (int shard = 0; shard < 4; shard++) {
      try (TarArchiveInputStream tar =
          new TarArchiveInputStream(
              Files.newInputStream(Path.of(to("shards"), "shard-0000" + shard + ".tar")))) {
        for (ArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
          members.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
    assertEquals(3 * 168, members.size());
    for (Row row : table("curated", "whole").collectAsList()) {
      String id = row.getAs("id");
      assertEquals(row.getAs("text"), members.get(id + ".txt"));
      assertEquals(row.getAs("label"), members.get(id + ".cls"));
      assertEquals(
          row.<Long>getAs("keep_rank"),
          new ObjectMapper().readTree(members.get(id + ".json")).path("keep_rank").asLong());
    }
  }

  @Test
  void theHubHasTextsOfTheReleaseAndClasses() throws IOException {
    assertEquals(0, export("hub", "hub", "--with-content").code());
    List<Row> rows =
        LocalSpark.session().read().parquet(to("hub/data")).orderBy("keep_rank").collectAsList();
    List<Row> curated = table("curated", "whole").orderBy("keep_rank").collectAsList();
    assertEquals(168, rows.size());
    for (int i = 0; i < rows.size(); i++) {
      for (String column : List.of("id", "text", "keep_rank", "hardness", "cluster_id")) {
        assertEquals(curated.get(i).<Object>getAs(column), rows.get(i).<Object>getAs(column));
      }
      assertEquals(
          Long.valueOf(curated.get(i).<String>getAs("label")), rows.get(i).<Long>getAs("label"));
    }
  }

  @Test
  void aFaultyRequestExitsWithTwo() {
    assertEquals(2, export("x", "csv").code());
    assertEquals(2, export("x.txt", "ids", "--with-content").code());
    assertEquals(2, export("x", "parquet", "--seed", "7").code());
    assertEquals(2, export("x.txt", "ids", "--files", "2").code());
    assertEquals(2, export("x.npy", "datacomp", "--shuffle").code());
    CommandRun inside = export("../tables/small/curated", "parquet", "--overwrite");
    assertEquals(2, inside.code(), inside.err());
    assertTrue(inside.err().contains("--to must be separate from tables and input"), inside.err());
    assertEquals(2, export("../texts", "jsonl", "--overwrite").code());
    CommandRun dry = export("dry", "parquet", "--dry-run");
    assertEquals(0, dry.code(), dry.err());
    assertTrue(dry.out().contains("would write     168 rows as parquet"), dry.out());
    assertFalse(Files.exists(Path.of(to("dry"))));
  }
}
