package dev.winnow.transforms.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.ingest.files.FolderColumns;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFormat;
import dev.winnow.transforms.ingest.files.InputMismatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders named {@code key=value} are columns of the files in them, in every format. */
class FolderColumnsTest {

  @TempDir private Path folder;

  private void write(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private void write(String name, String content) throws IOException {
    write(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> rows(InputFormat format, Modality modality, String id, String label) {
    InputSpec spec =
        InputSpec.of(
            format, List.of(folder.toString()), modality, id, null, label, CopyContent.AUTO);
    return new RawReader(spec)
            .read(LocalSpark.session(), InputFiles.list(new Configuration(), format, spec.paths()))
            .orderBy("path", "position")
            .collectAsList()
            .stream()
            .map(FolderColumnsTest::shown)
            .toList();
  }

  private static String shown(Row row) {
    return row.getAs("claimed_id") + " " + row.getAs("label") + " " + row.getAs("metadata");
  }

  @Test
  void namesAreDecodedAndTheDefaultPartitionIsNull() {
    Map<String, String> expected = new HashMap<>();
    expected.put("a:b", "50% off");
    expected.put("day", null);
    expected.put("plus", "1+1");
    assertEquals(
        expected,
        FolderColumns.of("a%3Ab=50%25 off/day=__HIVE_DEFAULT_PARTITION__/plus=1+1/x=y.parquet"));
    assertEquals(Map.of("rate", "5%", "bad", "%zz"), FolderColumns.of("rate=5%/bad=%zz/f"));
  }

  @Test
  void linesOfJsonHaveThem() throws Exception {
    write(
        "split=train/day=2024%2F01/a.jsonl",
        "{\"id\": 1, \"text\": \"t\"}\n{\"id\": 2, \"text\": \"t\", \"split\": \"own\"}\n"
            + "{\"id\": 3, \"text\": \"t\", \"split\": null, \"day\": 5}\n");
    write("split=__HIVE_DEFAULT_PARTITION__/b.jsonl", "{\"id\": 4, \"text\": \"t\"}\n");
    assertEquals(
        List.of(
            "4 null {}",
            "1 train {\"day\":\"2024/01\"}",
            "2 own {\"day\":\"2024/01\"}",
            "3 null {\"day\":5}"),
        rows(InputFormat.JSONL, Modality.TEXT, "id", "split"));
    assertEquals(
        List.of("null", "2024/01", "2024/01", "5"),
        rows(InputFormat.JSONL, Modality.TEXT, "day", null).stream()
            .map(row -> row.split(" ")[0])
            .toList());
  }

  @Test
  void recordsOfCsvHaveThem() throws Exception {
    write("split=train/day=1/a.csv", "id,text\nx,t\n");
    write("split=test/day=2/b.csv", "id,text,split\ny,t,own\nz,t,\n");
    assertEquals(
        List.of("y own {\"day\":\"2\"}", "z null {\"day\":\"2\"}", "x train {\"day\":\"1\"}"),
        rows(InputFormat.CSV, Modality.TEXT, "id", "split"));
  }

  @Test
  void imagesHaveThem() throws Exception {
    write("split=train/cat/a.jpg", "bytes");
    write("split=big%20test/dog/b.jpg", "bytes");
    assertEquals(
        List.of("null dog {\"split\":\"big test\"}", "null cat {\"split\":\"train\"}"),
        rows(InputFormat.IMAGES, Modality.IMAGE, null, null));
    assertEquals(
        List.of("null big test {}", "null train {}"),
        rows(InputFormat.IMAGES, Modality.IMAGE, null, "split"));
    write("c.jpg", "bytes");
    String message =
        assertThrows(
                InputMismatch.class, () -> rows(InputFormat.IMAGES, Modality.IMAGE, null, "split"))
            .getMessage();
    assertTrue(message.contains("input.label must name a folder split=... of each"), message);
    assertTrue(message.contains("/c.jpg has none"), message);
  }

  @Test
  void samplesOfShardsHaveThem() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (String[] member :
          new String[][] {
            {"a.txt", "text a"},
            {"b.txt", "text b"},
            {"b.json", "{\"split\": \"own\"}"},
          }) {
        TarArchiveEntry entry = new TarArchiveEntry(member[0]);
        entry.setSize(member[1].length());
        tar.putArchiveEntry(entry);
        tar.write(member[1].getBytes(StandardCharsets.UTF_8));
        tar.closeArchiveEntry();
      }
    }
    write("split=train/day=1/a.tar", bytes.toByteArray());
    assertEquals(
        List.of("a train {\"day\":\"1\"}", "b own {\"day\":\"1\"}"),
        rows(InputFormat.WEBDATASET, Modality.TEXT, "__key__", "split"));
  }
}
