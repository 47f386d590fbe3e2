package dev.winnow.transforms.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFormat;
import dev.winnow.transforms.ingest.files.InputMismatch;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter.Mode;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists, structs and scalars of parquet in all layouts that writers use. */
class ParquetLayoutsTest {

  @TempDir private Path folder;

  private void write(String name, MessageType schema, List<Group> rows) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(schema)
            .withRowGroupSize(256L)
            .withMinRowCountForPageSizeCheck(1)
            .build()) {
      for (Group row : rows) {
        writer.write(row);
      }
    }
  }

  private InputSpec spec(Modality modality, String id, String content, String label) {
    return InputSpec.of(
        InputFormat.PARQUET,
        List.of(folder.toString()),
        modality,
        id,
        content,
        label,
        CopyContent.AUTO);
  }

  private static List<Row> read(InputSpec spec) {
    return new RawReader(spec)
        .read(
            LocalSpark.session(), InputFiles.list(new Configuration(), spec.format(), spec.paths()))
        .orderBy("path", "position")
        .collectAsList();
  }

  /** Writes one row with the numbers 1 and 2 in a column of the type, and reads them. */
  private List<Float> vector(String type, String content) throws IOException {
    MessageType schema = MessageTypeParser.parseMessageType("message m { " + type + " }");
    Group row = new SimpleGroup(schema);
    fill(row, 1);
    fill(row, 2);
    write("a.parquet", schema, List.of(row));
    Row read = read(spec(Modality.EMBEDDING, null, content, null)).get(0);
    Files.delete(folder.resolve("a.parquet"));
    Files.deleteIfExists(folder.resolve(".a.parquet.crc"));
    return read.getAs("vector") == null ? null : read.getList(read.fieldIndex("vector"));
  }

  /** Adds a number at the only place of a row where one may stand. */
  private static void fill(Group group, int number) {
    var type = group.getType().getType(0);
    if (type.isPrimitive()) {
      switch (type.asPrimitiveType().getPrimitiveTypeName()) {
        case FLOAT -> group.add(0, (float) number);
        case DOUBLE -> group.add(0, (double) number);
        case INT32 -> group.add(0, number);
        case INT64 -> group.add(0, (long) number);
        default ->
            // 1 and 2 as float16.
            group.add(
                0,
                Binary.fromConstantByteArray(new byte[] {0, (byte) (number == 1 ? 0x3c : 0x40)}));
      }
      return;
    }
    boolean again =
        group.getFieldRepetitionCount(0) > 0
            && !type.isRepetition(org.apache.parquet.schema.Type.Repetition.REPEATED);
    fill(again ? group.getGroup(0, 0) : group.addGroup(0), number);
  }

  @Test
  void everyLayoutOfAListOfNumbersIsAVector() throws Exception {
    List<Float> expected = List.of(1f, 2f);
    for (String type :
        new String[] {
          "optional group v (LIST) { repeated group list { optional float element; } }",
          "optional group v (LIST) { repeated group list { optional double item; } }",
          "required group v (LIST) { repeated group bag { optional float array_element; } }",
          "optional group v (LIST) { repeated group array { required double element; } }",
          "optional group v (LIST) { repeated float array; }",
          "optional group v (LIST) { repeated double element; }",
          "optional group v { repeated float array; }",
          "repeated float v;",
          "optional group v (LIST) { repeated group list { optional fixed_len_byte_array(2)"
              + " element; } }",
          "optional group v (LIST) { repeated fixed_len_byte_array(2) array; }",
          "repeated fixed_len_byte_array(2) v;",
          "optional group v (LIST) { repeated group list { optional int32 element (INT_8); } }",
          "optional group v (LIST) { repeated group list { optional int64 element (UINT_64); } }",
          "optional group v (LIST) { repeated int32 array; }",
        }) {
      assertEquals(expected, vector(type, "v"), type);
      assertEquals(expected, vector("optional group s { " + type + " }", "s.v"), type);
    }
  }

  @Test
  void decimalsAreNumbersAndOtherElementsAreRefused() throws Exception {
    assertEquals(
        List.of(.01f, .02f),
        vector(
            "optional group v (LIST) { repeated group list { optional int32 element"
                + " (DECIMAL(9,2)); } }",
            "v"));
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message m { optional group v (LIST) { repeated group list { optional binary element"
                + " (STRING); } } }");
    Group row = new SimpleGroup(schema);
    row.addGroup("v").addGroup(0).append("element", "a");
    write("a.parquet", schema, List.of(row));
    String message =
        assertThrows(InputMismatch.class, () -> read(spec(Modality.EMBEDDING, null, "v", null)))
            .getMessage();
    assertTrue(message.contains("must be a list of numbers"), message);
    assertTrue(message.contains("got a list of binary (STRING)"), message);
  }

  private static final MessageType NESTED =
      MessageTypeParser.parseMessageType(
          "message m { optional group meta { optional binary caption (STRING); optional group n {"
              + " optional int32 id; } } optional group choices (LIST) { repeated group list {"
              + " optional group element { optional binary text (STRING); } } } optional binary"
              + " key.with.dots (STRING); optional group key { optional binary with.dots (STRING);"
              + " } }");

  private static Group nested(int id, String caption) {
    Group row = new SimpleGroup(NESTED);
    Group meta = row.addGroup("meta").append("caption", caption);
    meta.addGroup("n").append("id", id);
    Group choices = row.addGroup("choices");
    choices.addGroup(0).addGroup("element").append("text", "first " + id);
    choices.addGroup(0).addGroup("element").append("text", "second " + id);
    row.append("key.with.dots", "literal");
    row.addGroup("key").append("with.dots", "path");
    return row;
  }

  @Test
  void pathsReachIntoStructsAndListsAndALiteralNameComesFirst() throws Exception {
    write("a.parquet", NESTED, List.of(nested(7, "a caption"), new SimpleGroup(NESTED)));
    Row row = read(spec(Modality.TEXT, "meta.n.id", "meta.caption", "choices.1.text")).get(0);
    assertEquals("7", row.getAs("claimed_id"));
    assertEquals("a caption", row.getAs("text"));
    assertEquals("second 7", row.getAs("label"));
    List<Row> literal = read(spec(Modality.TEXT, null, "key.with.dots", "choices.2.text"));
    assertEquals("literal", literal.get(0).getAs("text"));
    assertNull(literal.get(0).<String>getAs("label"));
    assertEquals("missing_content", literal.get(1).getAs("code"));
    String message =
        assertThrows(InputMismatch.class, () -> read(spec(Modality.TEXT, null, "meta.title", null)))
            .getMessage();
    assertTrue(message.contains("are meta.caption, meta.n.id, choices, key.with.dots"), message);
  }

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
