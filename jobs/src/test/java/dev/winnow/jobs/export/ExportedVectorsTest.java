package dev.winnow.jobs.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.support.CommandRun;
import dev.winnow.transforms.LocalSpark;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports of embeddings, whose floats as they were read are in the input alone. */
class ExportedVectorsTest {

  private static final int ROWS = 12;

  @TempDir private static Path folder;
  private static Path input;

  private static float[] vector(int row) {
    return new float[] {row + 0.1f, -row * 0.3f, 1e-7f * (row + 1)};
  }

  @BeforeAll
  static void runOnce() throws IOException {
    LocalSpark.session();
    input = folder.resolve("vectors.jsonl");
    StringBuilder lines = new StringBuilder();
    for (int row = 0; row < ROWS; row++) {
      float[] v = vector(row);
      lines.append(
          "{\"id\": \"v%d\", \"kind\": %d, \"v\": [%s, %s, %s]}\n"
              .formatted(row, row, v[0], v[1], v[2]));
    }
    Files.writeString(input, lines);
    Files.writeString(
        folder.resolve("vectors.yaml"),
        """
        apiVersion: winnow/v1
        name: vectors
        warehouse: %s
        input: {format: jsonl, path: %s, id: id, content: v, label: kind, modality: embedding}
        cluster: {k: 2}
        """
            .formatted(folder.resolve("tables"), input));
    CommandRun done = run("run", "--no-report");
    assertEquals(0, done.code(), done.err());
  }

  private static CommandRun run(String command, String... more) {
    String[] args = new String[more.length + 3];
    args[0] = command;
    args[1] = folder.resolve("vectors.yaml").toString();
    args[2] = "--quiet";
    System.arraycopy(more, 0, args, 3, more.length);
    return CommandRun.run(args);
  }

  private static Path export(String name, String format) {
    Path to = folder.resolve(name);
    CommandRun done = run("export", "--to", to.toString(), "--format", format, "--with-content");
    assertEquals(0, done.code(), done.err());
    return to;
  }

  @Test
  void aShardHoldsArraysAndIntegerLabels() throws IOException {
    Path shard = export("shards", "webdataset").resolve("shard-00000.tar");
    Map<String, byte[]> members = new HashMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new ByteArrayInputStream(Files.readAllBytes(shard)))) {
      for (ArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        members.put(entry.getName(), tar.readAllBytes());
      }
    }
    assertEquals(3 * ROWS, members.size());
    for (int row = 0; row < ROWS; row++) {
      byte[] npy = members.get("v" + row + ".npy");
      String header = new String(npy, 0, 128, StandardCharsets.ISO_8859_1);
      assertTrue(
          header.contains("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }"), header);
      float[] floats = new float[3];
      ByteBuffer.wrap(npy, npy.length - 12, 12)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(floats);
      assertArrayEquals(vector(row), floats);
      assertEquals(
          String.valueOf(row), new String(members.get("v" + row + ".cls"), StandardCharsets.UTF_8));
    }
  }

  @Test
  void anMdsShardHoldsArraysAndIntegerLabels() throws IOException {
    List<Map<String, Object>> samples = new MdsFolder(export("mds", "mds")).samples();
    assertEquals(ROWS, samples.size());
    for (Map<String, Object> sample : samples) {
      int row = Integer.parseInt(sample.get("id").toString().substring(1));
      assertArrayEquals(vector(row), (float[]) sample.get("embedding"));
      assertEquals((long) row, sample.get("label"));
    }
  }

  @Test
  void tablesHaveAColumnOfFloats() {
    for (String path : List.of(export("hub", "hub") + "/data", export("rows", "parquet") + "")) {
      Dataset<Row> read = LocalSpark.session().read().parquet(path);
      assertEquals(ROWS, read.count());
      for (Row row : read.collectAsList()) {
        int number = Integer.parseInt(row.<String>getAs("id").substring(1));
        List<Float> floats = row.getList(row.fieldIndex("embedding"));
        assertArrayEquals(
            vector(number), new float[] {floats.get(0), floats.get(1), floats.get(2)}, path);
        // Integers that all rows have are classes of their own numbers.
        assertEquals(String.valueOf(number), String.valueOf(row.<Object>getAs("label")));
      }
    }
  }

  @Test
  void anotherFloatStopsTheExport() throws IOException {
    String before = Files.readString(input);
    try {
      Files.writeString(input, before.replace("[3.1, ", "[3.2, "));
      CommandRun refused =
          run("export", "--to", folder + "/no", "--format", "jsonl", "--with-content");
      assertEquals(4, refused.code(), refused.err());
      assertTrue(
          refused.err().contains("got 1 with other bytes and 0 that are gone, such as that of v3;"),
          refused.err());
    } finally {
      Files.writeString(input, before);
    }
  }
}
