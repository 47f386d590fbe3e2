package dev.winnow.transforms.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.transforms.LocalSpark;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter.Mode;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ids and metadata of parquet, by the types of their columns. */
@Tag("line")
class ParquetScalarsTest extends ParquetFolder {

  @Test
  void anIdHasOneTextInEveryTypeThatHoldsIt() throws Exception {
    for (String type :
        new String[] {
          "int32 id",
          "int32 id (UINT_8)",
          "int64 id",
          "int64 id (UINT_64)",
          "int32 id (DECIMAL(9,0))",
          "int64 id (DECIMAL(18,0))",
          "float id",
          "double id"
        }) {
      MessageType schema =
          MessageTypeParser.parseMessageType(
              "message m { required " + type + "; required binary text (STRING); }");
      Group row = new SimpleGroup(schema);
      fill(row, 2);
      row.append("text", "t");
      String name = "t" + Math.abs(type.hashCode());
      write(name + "/a.parquet", schema, List.of(row));
      // Names that differ in case only: Parquet's own reader.
      MessageType twins =
          MessageTypeParser.parseMessageType(
              "message m { required "
                  + type
                  + "; required binary text (STRING); optional int32 ID;"
                  + " }");
      Group twin = new SimpleGroup(twins);
      fill(twin, 2);
      write(name + "/b.parquet", twins, List.of(twin.append("text", "t")));
    }
    List<Row> rows = read(spec(Modality.TEXT, "id", null, null));
    assertEquals(16, rows.size());
    for (Row row : rows) {
      assertEquals("2", row.getAs("claimed_id"), row.toString());
    }
  }

  @Test
  void aFractionIsNoId() throws Exception {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message m { required double id; required binary text (STRING); }");
    write(
        "a.parquet",
        schema,
        List.of(
            new SimpleGroup(schema).append("id", 2.5).append("text", "t"),
            new SimpleGroup(schema).append("id", 0x1p53).append("text", "t"),
            new SimpleGroup(schema).append("id", Double.NaN).append("text", "t"),
            new SimpleGroup(schema).append("id", -3d).append("text", "t")));
    List<Row> rows = read(spec(Modality.TEXT, "id", null, null));
    assertEquals(
        List.of("bad_id null", "bad_id null", "null null", "null -3"),
        rows.stream().map(row -> row.getAs("code") + " " + row.getAs("claimed_id")).toList());
  }

  @Test
  void metadataHasOneFormInEveryReaderAndTimeZone() throws Exception {
    String columns =
        "required binary text (STRING); optional int64 utc (TIMESTAMP(MICROS,true)); optional int64"
            + " local (TIMESTAMP(MILLIS,false)); optional int32 day (DATE); optional int32 price"
            + " (DECIMAL(9,2)); optional binary bytes; optional boolean flag; optional double"
            + " nan;";
    String expected =
        "{\"utc\":\"2024-01-02T03:04:05.000600Z\",\"local\":\"2024-01-02T03:04:05\","
            + "\"day\":\"1500-03-01\",\"price\":12.50,\"bytes\":\"AP8=\",\"flag\":true,"
            + "\"nan\":\"NaN\"}";
    for (String more : new String[] {"", " optional int32 TEXT;"}) {
      MessageType schema =
          MessageTypeParser.parseMessageType("message m { " + columns + more + " }");
      Group row =
          new SimpleGroup(schema)
              .append("text", "t")
              .append("utc", 1_704_164_645_000_600L)
              .append("local", 1_704_164_645_000L)
              .append("day", -171_605)
              .append("price", 1250)
              .append("bytes", Binary.fromConstantByteArray(new byte[] {0, (byte) 0xff}))
              .append("flag", true)
              .append("nan", Double.NaN);
      write((more.isEmpty() ? "a" : "b") + ".parquet", schema, List.of(row));
    }
    String zone = LocalSpark.session().conf().get("spark.sql.session.timeZone");
    LocalSpark.session().conf().set("spark.sql.session.timeZone", "Asia/Kolkata");
    try {
      for (Row row : read(spec(Modality.TEXT, null, null, null))) {
        assertEquals(expected, row.getAs("metadata"), row.<String>getAs("path"));
      }
      assertEquals(
          List.of("2024-01-02T03:04:05.000600Z", "2024-01-02T03:04:05.000600Z"),
          read(spec(Modality.TEXT, "utc", null, null)).stream()
              .map(row -> row.<String>getAs("claimed_id"))
              .toList());
    } finally {
      LocalSpark.session().conf().set("spark.sql.session.timeZone", zone);
    }
  }

  /** Switches statistics off, where the Parquet library can. */
  private static void withoutStatistics(ExampleParquetWriter.Builder builder)
      throws ReflectiveOperationException {
    for (Method method : ParquetWriter.Builder.class.getMethods()) {
      if (method.getName().equals("withStatisticsEnabled") && method.getParameterCount() == 1) {
        method.invoke(builder, false);
      }
    }
  }

  @Test
  void aColumnOfNullsHasAnyTypeAlsoWithoutStatistics() throws Exception {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message m { optional binary text (STRING); optional int32 label; optional int32 id;"
                + " }");
    Path file = folder.resolve("a.parquet");
    MessageType nulls =
        MessageTypeParser.parseMessageType("message m { required int32 id; optional int32 text; }");
    for (boolean statistics : new boolean[] {true, false}) {
      ExampleParquetWriter.Builder builder =
          ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
              .withType(nulls)
              .withWriteMode(Mode.OVERWRITE);
      if (!statistics) {
        withoutStatistics(builder);
      }
      try (ParquetWriter<Group> writer = builder.build()) {
        writer.write(new SimpleGroup(nulls).append("id", 1));
      }
      write(
          "b.parquet",
          schema,
          List.of(new SimpleGroup(schema).append("text", "t").append("id", 2)));
      assertEquals(
          List.of("missing_content", "null"),
          read(spec(Modality.TEXT, "id", null, null)).stream()
              .map(row -> String.valueOf(row.<String>getAs("code")))
              .toList());
      Files.delete(folder.resolve("b.parquet"));
      Files.delete(folder.resolve(".b.parquet.crc"));
    }
  }

  @Test
  void rowsOfManyRowGroupsHaveTheirNumbers() throws Exception {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message m { required int32 id; required binary text (STRING); optional int32 ID; }");
    List<Group> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      rows.add(new SimpleGroup(schema).append("id", i).append("text", "text " + i));
    }
    write("a.parquet", schema, rows);
    List<Row> read = read(spec(Modality.TEXT, "id", null, null));
    for (int i = 0; i < 300; i++) {
      assertEquals(String.valueOf(i), read.get(i).getAs("claimed_id"));
      assertEquals((long) i, read.get(i).<Long>getAs("position"));
    }
  }
}
