package dev.winnow.jobs.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.jobs.support.CommandRun;
import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.ingest.CopyContent;
import dev.winnow.transforms.ingest.InputSpec;
import dev.winnow.transforms.ingest.Modality;
import dev.winnow.transforms.ingest.RawReader;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports of pairs whose pictures the release does not hold. */
class ExportedContentTest {

  @TempDir private static Path folder;
  private static HostilePairs pairs;

  @BeforeAll
  static void runOnce() throws IOException {
    LocalSpark.session();
    pairs = new HostilePairs(folder);
    pairs.make();
  }

  private static int rowOf(String id) {
    return IntStream.range(0, HostilePairs.PAIRS)
        .filter(row -> HostilePairs.id(row).equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the members of a shard in their order; those of one name would be an error. */
  private static Map<String, byte[]> members(byte[] shard) throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(shard))) {
      for (ArchiveEntry next = tar.getNextEntry(); next != null; next = tar.getNextEntry()) {
        TarArchiveEntry entry = (TarArchiveEntry) next;
        assertEquals(0, entry.getLastModifiedDate().getTime());
        assertEquals(0, entry.getLongUserId() + entry.getLongGroupId());
        assertEquals("", entry.getUserName() + entry.getGroupName());
        assertEquals(0644, entry.getMode());
        assertNull(members.put(entry.getName(), tar.readAllBytes()), entry.getName());
      }
    }
    return members;
  }

  /** Reads an export as the input of a run would be read. */
  private static Map<String, Row> readAgain(InputFormat format, String content, String name) {
    InputSpec spec =
        InputSpec.of(
            format,
            List.of(pairs.to(name)),
            Modality.PAIR,
            "id",
            content,
            "label",
            CopyContent.AUTO);
    Map<String, Row> rows = new HashMap<>();
    new RawReader(spec)
        .read(LocalSpark.session(), InputFiles.list(new Configuration(), format, spec.paths()))
        .collectAsList()
        .forEach(row -> rows.put(row.getAs("claimed_id"), row));
    return rows;
  }

  private static void assertInput(Map<String, Row> read) throws IOException {
    assertEquals(HostilePairs.PAIRS, read.size());
    for (int row = 0; row < HostilePairs.PAIRS; row++) {
      Row again = read.get(HostilePairs.id(row));
      assertNull(again.getAs("code"), HostilePairs.id(row));
      assertArrayEquals(HostilePairs.picture(row), again.<byte[]>getAs("content"));
      assertEquals(HostilePairs.text(row), again.getAs("text"));
      assertEquals(HostilePairs.label(row), again.getAs("label"));
    }
  }

  @Test
  void shardsHoldTheBytesOfTheInputInTheOrderOfRanks() throws IOException {
    CommandRun done = pairs.export("shards", "webdataset", "--with-content", "--files", "5");
    assertEquals(0, done.code(), done.err());
    assertTrue(done.out().contains("content         read again from the input"), done.out());
    Map<String, byte[]> files = pairs.files("shards");
    assertEquals(
        List.of(
            "shard-00000.tar",
            "shard-00001.tar",
            "shard-00002.tar",
            "shard-00003.tar",
            "shard-00004.tar"),
        List.copyOf(files.keySet()));
    long rank = 0;
    for (byte[] shard : files.values()) {
      Map<String, byte[]> members = members(shard);
      assertTrue(Set.of(4, 5).contains(members.size() / 3), members.keySet().toString());
      List<String> names = new ArrayList<>(members.keySet());
      for (int i = 0; i < names.size(); i += 3) {
        JsonNode json = new ObjectMapper().readTree(members.get(names.get(i + 2)));
        int row = rowOf(json.path("id").asText());
        String key = SampleKey.of(HostilePairs.id(row));
        assertEquals(
            List.of(key + (row % 2 == 0 ? ".png" : ".jpg"), key + ".txt", key + ".json"),
            names.subList(i, i + 3));
        assertArrayEquals(HostilePairs.picture(row), members.get(names.get(i)));
        assertEquals(
            HostilePairs.text(row),
            new String(members.get(names.get(i + 1)), StandardCharsets.UTF_8));
        assertEquals(HostilePairs.label(row), json.path("label").asText());
        assertEquals(++rank, json.path("keep_rank").asLong());
        assertEquals(String.valueOf(row), json.path("metadata").path("page").asText());
        assertTrue(json.path("source").asText().contains("pairs.csv#"), json.toString());
        assertTrue(json.path("hardness").isDouble() && json.path("cluster_id").isInt());
      }
    }
    assertEquals(HostilePairs.PAIRS, rank);
    assertInput(readAgain(InputFormat.WEBDATASET, null, "shards"));
  }

  @Test
  void theHubsFilesHaveFeaturesAndAreReadAgain() throws IOException {
    CommandRun done =
        pairs.export("hub", "hub", "--with-content", "--files", "2", "--shuffle", "--json");
    assertEquals(0, done.code(), done.err());
    Map<String, byte[]> files = pairs.files("hub");
    assertEquals(
        List.of(
            "README.md", "data/train-00000-of-00002.parquet", "data/train-00001-of-00002.parquet"),
        List.copyOf(files.keySet()));
    for (String name : files.keySet()) {
      if (!name.endsWith(".parquet")) {
        continue;
      }
      Configuration conf = new Configuration();
      try (ParquetFileReader reader =
          ParquetFileReader.open(
              HadoopInputFile.fromPath(
                  new org.apache.hadoop.fs.Path(Path.of(pairs.to("hub"), name).toUri()), conf))) {
        ParquetMetadata footer = reader.getFooter();
        assertEquals(12, reader.getRecordCount());
        JsonNode features =
            new ObjectMapper()
                .readTree(footer.getFileMetaData().getKeyValueMetaData().get("huggingface"))
                .path("info")
                .path("features");
        assertEquals("Image", features.path("image").path("_type").asText());
        assertEquals("ClassLabel", features.path("label").path("_type").asText());
        List<String> names = new ArrayList<>();
        features.path("label").path("names").forEach(label -> names.add(label.asText()));
        assertEquals(List.of("\"dog\", a", "cat", "\u05d0\u05d1\u05d2"), names);
        List<String> columns = new ArrayList<>();
        features.fieldNames().forEachRemaining(columns::add);
        List<String> stored = new ArrayList<>();
        footer.getFileMetaData().getSchema().getFields().forEach(f -> stored.add(f.getName()));
        assertEquals(stored, columns);
      }
    }
    for (Row row : LocalSpark.session().read().parquet(pairs.to("hub/data")).collectAsList()) {
      int number = rowOf(row.getAs("id"));
      assertEquals(
          SampleKey.of(HostilePairs.id(number)) + (number % 2 == 0 ? ".png" : ".jpg"),
          row.<Row>getAs("image").getAs("path"));
      assertEquals("{\"page\":\"" + number + "\"}", row.getAs("metadata"));
    }
    String card = new String(files.get("README.md"), StandardCharsets.UTF_8);
    assertTrue(card.contains("path: data/train-*\n"), card);
    assertTrue(card.contains("num_examples: 24\n"), card);
    assertTrue(card.contains("| kept | `24` |"), card);
    assertTrue(card.contains("'0': \"\\\"dog\\\", a\"\n"), card);
    assertInput(readAgain(InputFormat.PARQUET, "image", "hub/data"));
  }

  @Test
  void bytesDependNeitherOnPartitionsNorOnTheTime() throws IOException {
    String partitions = "spark.sql.shuffle.partitions";
    String usual = LocalSpark.session().conf().get(partitions);
    for (String format : List.of("webdataset", "mds", "hub")) {
      List<Map<String, String>> made = new ArrayList<>();
      try {
        for (String number : List.of("1", "7")) {
          LocalSpark.session().conf().set(partitions, number);
          String name = "same-" + format + number;
          assertEquals(
              0,
              pairs
                  .export(
                      name, format, "--with-content", "--shuffle", "--seed", "3", "--files", "3")
                  .code());
          made.add(digests(name));
        }
      } finally {
        LocalSpark.session().conf().set(partitions, usual);
      }
      assertEquals(made.get(0), made.get(1));
      assertEquals(
          0,
          pairs
              .export(
                  "other-" + format,
                  format,
                  "--with-content",
                  "--shuffle",
                  "--seed",
                  "4",
                  "--files",
                  "3")
              .code());
      assertNotEquals(made.get(0), digests("other-" + format));
    }
  }

  private static Map<String, String> digests(String name) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    pairs.files(name).forEach((file, bytes) -> digests.put(file, DigestUtils.sha256Hex(bytes)));
    return digests;
  }

  @Test
  void columnsOfTheReleaseAreFilledOnlyWhenAskedFor() throws IOException {
    assertEquals(0, pairs.export("without", "parquet").code());
    assertEquals(
        HostilePairs.PAIRS,
        LocalSpark.session()
            .read()
            .parquet(pairs.to("without"))
            .where("content is null and text is not null")
            .count());
    assertEquals(0, pairs.export("with", "parquet", "--with-content").code());
    assertArrayEquals(
        LocalSpark.session().read().parquet(pairs.to("without")).columns(),
        LocalSpark.session().read().parquet(pairs.to("with")).columns());
    for (Row row : LocalSpark.session().read().parquet(pairs.to("with")).collectAsList()) {
      int number = rowOf(row.getAs("id"));
      assertArrayEquals(HostilePairs.picture(number), row.<byte[]>getAs("content"));
      assertEquals(HostilePairs.text(number), row.getAs("text"));
    }
    assertEquals(0, pairs.export("with.jsonl", "jsonl", "--with-content").code());
    for (String line : Files.readAllLines(Path.of(pairs.to("with.jsonl")))) {
      JsonNode row = new ObjectMapper().readTree(line);
      assertArrayEquals(
          HostilePairs.picture(rowOf(row.path("id").asText())), row.path("content").binaryValue());
      assertFalse(row.has("_read") || row.has("_file") || row.has("_place"), line);
    }
  }

  @Test
  void changedAndLostContentsStopTheExportAndLeaveNothing() throws IOException {
    byte[] changed = Files.readAllBytes(pairs.file(5));
    byte[] lost = Files.readAllBytes(pairs.file(7));
    try {
      Files.write(pairs.file(5), HostilePairs.picture(6));
      Files.delete(pairs.file(7));
      for (String format : List.of("webdataset", "mds", "hub", "jsonl")) {
        CommandRun refused = pairs.export("refused", format, "--with-content", "--files", "2");
        assertEquals(4, refused.code(), refused.err());
        assertTrue(
            refused
                .err()
                .contains(
                    "got 1 with other bytes and 1 that are gone, such as that of "
                        + "\\u001B[31mred; "),
            refused.err());
      }
      Path exports = Path.of(pairs.to("refused")).getParent();
      try (var left = Files.list(exports)) {
        assertEquals(
            List.of(),
            left.map(file -> file.getFileName().toString())
                .filter(name -> name.contains("refused"))
                .toList());
      }
    } finally {
      Files.write(pairs.file(5), changed);
      Files.write(pairs.file(7), lost);
    }
  }

  @Test
  void filesWithAnotherNumberOfRowsThanTheReleaseAreNoExport() throws IOException {
    recordRows(1);
    try {
      for (String format : List.of("parquet", "jsonl", "webdataset")) {
        CommandRun refused =
            pairs.export("lacking-" + format, format, "--with-content", "--files", "2");
        assertEquals(1, refused.code(), refused.err());
        assertTrue(
            refused.err().contains("the files must hold the 25 rows of release whole, got 24"),
            refused.err());
        assertFalse(Files.exists(Path.of(pairs.to("lacking-" + format))), format);
      }
    } finally {
      recordRows(-1);
    }
  }

  /** Adds to the number of rows that table releases has for the curated rows. */
  private static void recordRows(int more) {
    LocalSpark.session()
        .sql(
            "UPDATE delta.`%s` SET rows = rows + %d WHERE table = 'curated'"
                .formatted(folder.resolve("tables/pairs/releases"), more));
  }

  @Test
  void formatsWithContentsRefuseAReleaseWithoutThem() {
    for (String format : List.of("webdataset", "mds", "hub")) {
      CommandRun refused = pairs.export("no", format, "--dry-run");
      assertEquals(4, refused.code(), refused.err());
      assertTrue(
          refused
              .err()
              .contains(
                  "--format "
                      + format
                      + " needs contents, which release whole does not hold; --with-content reads"),
          refused.err());
    }
    assertEquals(2, pairs.export("no", "ids", "--with-content").code());
    CommandRun dry = pairs.export("no", "webdataset", "--with-content", "--dry-run");
    assertEquals(0, dry.code(), dry.err());
    assertTrue(dry.out().contains("would write     24 rows as webdataset"), dry.out());
    assertFalse(Files.exists(Path.of(pairs.to("no"))));
  }

  @Test
  void anExistingFolderIsReplacedWhenAsked() throws IOException {
    assertEquals(0, pairs.export("twice", "webdataset", "--with-content").code());
    assertEquals(Set.of("shard-00000.tar"), pairs.files("twice").keySet());
    assertEquals(6, pairs.export("twice", "hub", "--with-content").code());
    assertEquals(0, pairs.export("twice", "hub", "--with-content", "--overwrite").code());
    assertEquals(
        Set.of("README.md", "data/train-00000-of-00001.parquet"), pairs.files("twice").keySet());
  }
}
