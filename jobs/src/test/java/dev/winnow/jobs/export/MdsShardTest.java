package dev.winnow.jobs.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.transforms.ingest.Modality;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.immutable.Nil$;

class MdsShardTest {

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("source", DataTypes.StringType)
          .add("label", DataTypes.StringType)
          .add("text", DataTypes.StringType)
          .add("content", DataTypes.BinaryType)
          .add("metadata", DataTypes.StringType)
          .add("keep_rank", DataTypes.LongType)
          .add("keep_quantile", DataTypes.DoubleType)
          .add("hardness", DataTypes.DoubleType)
          .add("cluster_id", DataTypes.IntegerType)
          .add("embedding", DataTypes.createArrayType(DataTypes.FloatType));

  private static final ReleaseLabels NONE = new ReleaseLabels(false, false, false, List.of());
  private static final MdsColumns TEXTS = new MdsColumns(Modality.TEXT, NONE);

  @TempDir private Path folder;

  /** Returns a list of Scala, as a row has it; built by the one way that both Scalas know. */
  @SuppressWarnings("unchecked")
  private static scala.collection.immutable.List<Float> listed(float... vector) {
    scala.collection.immutable.List<Float> floats =
        (scala.collection.immutable.List<Float>) (Object) Nil$.MODULE$;
    for (int i = vector.length - 1; i >= 0; i--) {
      floats = floats.$colon$colon(vector[i]);
    }
    return floats;
  }

  private static Row row(String id, String label, String text, float... vector) {
    return new GenericRowWithSchema(
        new Object[] {
          id, "file:/" + id, label, text, null, "{}", 1L, 0.5, -2.0, 258, listed(vector)
        },
        SCHEMA);
  }

  private byte[] written(MdsColumns columns, List<Row> rows) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Path spool = Files.createDirectories(folder.resolve("spool"));
    long count = MdsShard.write(rows.iterator(), columns, spool, MdsShard.MOST_BYTES, out);
    assertEquals(rows.size(), count);
    try (var left = Files.list(spool)) {
      assertEquals(List.of(), left.toList());
    }
    return out.toByteArray();
  }

  private List<Map<String, Object>> readAgain(MdsColumns columns, List<Row> rows)
      throws IOException {
    byte[] shard = written(columns, rows);
    Files.write(folder.resolve("shard.00000.mds"), shard);
    Files.writeString(
        folder.resolve("index.json"),
        MdsShard.index(
            columns, Map.of("shard.00000.mds", new MdsShard.Listed(rows.size(), shard.length))));
    return new MdsFolder(folder).samples();
  }

  @Test
  void theBytesOfAShardAreThoseOfTheFormat() throws IOException {
    String config =
        "{\"column_encodings\":[\"int32\",\"float64\",\"str\",\"float64\",\"int\",\"json\",\"str\"],"
            + "\"column_names\":[\"cluster_id\",\"hardness\",\"id\",\"keep_quantile\",\"keep_rank\","
            + "\"metadata\",\"text\"],\"column_sizes\":[4,8,null,8,8,null,null],"
            + "\"compression\":null,\"format\":\"mds\",\"hashes\":[],\"size_limit\":null,"
            + "\"version\":2}";
    assertEquals(283, config.length());
    String expected =
        // Two samples. The first begins at 16 + 283 = 299 = 0x12b and has 12 + 28 + 1 + 2 + 3 = 46
        // bytes, so the second begins at 345 = 0x159; it has 12 + 28 + 2 + 2 + 0 = 44, up to 389.
        "02000000 2b010000 59010000 85010000"
            + HexFormat.of().formatHex(config.getBytes(StandardCharsets.US_ASCII))
            // Lengths of id, metadata and text: 1, 2, 3.
            + "01000000 02000000 03000000"
            // cluster_id 258, hardness -2, id "a", keep_quantile 0.5, keep_rank 1, "{}", "x" + é.
            + "02010000 00000000000000c0 61 000000000000e03f 0100000000000000 7b7d 78c3a9"
            + "02000000 02000000 00000000"
            + "02010000 00000000000000c0 6262 000000000000e03f 0100000000000000 7b7d";
    assertArrayEquals(
        HexFormat.of().parseHex(expected.replace(" ", "")),
        written(TEXTS, List.of(row("a", null, "x\u00e9"), row("bb", null, ""))));
  }

  @Test
  void labelsAreIntegersNamesOrNullAsTheReleaseHasThem() throws IOException {
    List<Row> numbered = List.of(row("a", "7", "t"), row("b", "-1", "t"));
    List<Row> named = List.of(row("a", "7", "t"), row("b", "\"cat\"", "t"));
    List<Row> some = List.of(row("a", "7", "t"), row("b", null, "t"));
    MdsColumns integers =
        new MdsColumns(Modality.TEXT, new ReleaseLabels(true, true, true, List.of("-1", "7")));
    MdsColumns names =
        new MdsColumns(Modality.TEXT, new ReleaseLabels(true, true, false, List.of()));
    MdsColumns nulls =
        new MdsColumns(Modality.TEXT, new ReleaseLabels(true, false, true, List.of()));
    assertEquals(List.of("7", "-1"), labels(readAgain(integers, numbered)));
    assertEquals(7L, readAgain(integers, numbered).get(0).get("label"));
    assertEquals(List.of("7", "\"cat\""), labels(readAgain(names, named)));
    assertEquals("7", readAgain(names, named).get(0).get("label"));
    // As JSON: the string "7" and null.
    assertEquals(List.of("\"7\"", "null"), labels(readAgain(nulls, some)));
  }

  private static List<String> labels(List<Map<String, Object>> samples) {
    return samples.stream().map(sample -> sample.get("label").toString()).toList();
  }

  @Test
  void vectorsOfEveryLengthAreReadAgain() throws IOException {
    MdsColumns columns = new MdsColumns(Modality.EMBEDDING, NONE);
    for (int length : new int[] {1, 255, 256, 65_535, 65_536}) {
      float[] vector = new float[length];
      for (int i = 0; i < length; i++) {
        vector[i] = i * 0.1f - 3;
      }
      assertArrayEquals(
          vector,
          (float[])
              readAgain(columns, List.of(row("v", null, null, vector))).get(0).get("embedding"));
    }
  }

  @Test
  void aShardOfManyRowsIsReadAgain() throws IOException {
    List<Row> rows =
        IntStream.range(0, 3000).mapToObj(i -> row("r" + i, null, "t".repeat(i % 7))).toList();
    List<Map<String, Object>> read = readAgain(TEXTS, rows);
    assertEquals(
        rows.stream().map(row -> row.<String>getAs("id")).toList(),
        read.stream().map(sample -> sample.get("id")).toList());
  }

  @Test
  void aShardWithoutRowsHasOnlyItsHead() throws IOException {
    assertEquals(List.of(), readAgain(TEXTS, Collections.emptyList()));
  }

  @Test
  void rowsThatPlacesOf32BitsCanNotReachAreRefused() throws IOException {
    List<Row> rows = List.of(row("a", null, "x\u00e9"), row("bb", null, ""));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    // The two rows have 389 bytes with their head, as above.
    assertEquals(2, MdsShard.write(rows.iterator(), TEXTS, folder, 389, out));
    out.reset();
    assertEquals(MdsShard.TOO_LONG, MdsShard.write(rows.iterator(), TEXTS, folder, 388, out));
    assertEquals(0, out.size());
    try (var left = Files.list(folder)) {
      assertEquals(List.of(), left.toList());
    }
    TaskFiles.Written whole = new TaskFiles.Written("file:/a", 5);
    TaskFiles.Written cut = new TaskFiles.Written("file:/b", MdsShard.TOO_LONG);
    MdsShard.requireShort(List.of(whole));
    Failure refused = assertThrows(Failure.class, () -> MdsShard.requireShort(List.of(whole, cut)));
    assertEquals(ExitCode.USAGE, refused.exitCode());
    assertTrue(
        refused.getMessage().startsWith("--files must be more than 2, because a shard of mds"),
        refused.getMessage());
  }
}
