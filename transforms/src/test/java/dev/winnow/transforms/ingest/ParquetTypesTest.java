package dev.winnow.transforms.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads parquet files of the shapes that pyarrow and pandas write. */
@Tag("line")
class ParquetTypesTest {

  @TempDir private Path folder;

  private static Type text(String name) {
    return Types.optional(PrimitiveTypeName.BINARY)
        .as(LogicalTypeAnnotation.stringType())
        .named(name);
  }

  private void write(String name, MessageType schema, List<Group> rows) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(schema)
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

  private static Dataset<Row> read(InputSpec spec) {
    return new RawReader(spec)
        .read(
            LocalSpark.session(),
            InputFiles.list(new Configuration(), spec.format(), spec.paths()));
  }

  private static List<String> texts(InputSpec spec) {
    return read(spec).orderBy("path", "position").collectAsList().stream()
        .map(
            row ->
                row.getAs("code") != null
                    ? row.getAs("path") + " !" + row.getAs("code")
                    : row.getAs("claimed_id") + " " + row.getAs("text"))
        .toList();
  }

  /** Returns the annotation of float16, where the Parquet library knows it. */
  private static LogicalTypeAnnotation float16() throws ReflectiveOperationException {
    for (Method method : LogicalTypeAnnotation.class.getMethods()) {
      if (method.getName().equals("float16Type")) {
        return (LogicalTypeAnnotation) method.invoke(null);
      }
    }
    return null;
  }

  @Test
  void vectorsOfFloat16AreRead() throws Exception {
    MessageType schema =
        new MessageType(
            "m",
            text("id"),
            Types.optionalList()
                .optionalElement(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
                .length(2)
                .as(float16())
                .named("embedding"),
            text("topic"));
    Group row = new SimpleGroup(schema).append("id", "a").append("topic", "t");
    Group list = row.addGroup("embedding");
    // 1.5, -2 and the smallest positive half.
    for (int bits : new int[] {0x3e00, 0xc000, 0x0001}) {
      list.addGroup(0)
          .append(
              "element",
              Binary.fromConstantByteArray(new byte[] {(byte) bits, (byte) (bits >> 8)}));
    }
    Group empty = new SimpleGroup(schema).append("id", "b");
    write("a.parquet", schema, List.of(row, empty));
    List<Row> rows =
        read(spec(Modality.EMBEDDING, "id", null, null)).orderBy("position").collectAsList();
    assertEquals(
        List.of(1.5f, -2f, 0x1p-24f), rows.get(0).getList(rows.get(0).fieldIndex("vector")));
    assertEquals("a", rows.get(0).getAs("claimed_id"));
    assertEquals("{\"topic\":\"t\"}", rows.get(0).getAs("metadata"));
    assertEquals("missing_content", rows.get(1).getAs("code"));
  }

  @Test
  void eachFileIsReadByItsOwnTypes() throws Exception {
    MessageType ints =
        new MessageType("m", Types.required(PrimitiveTypeName.INT32).named("id"), text("text"));
    MessageType longs =
        new MessageType("m", Types.required(PrimitiveTypeName.INT64).named("id"), text("text"));
    MessageType strings = new MessageType("m", text("text"), text("id"));
    MessageType nothing =
        new MessageType("m", text("id"), Types.optional(PrimitiveTypeName.INT32).named("text"));
    write("a.parquet", ints, List.of(new SimpleGroup(ints).append("id", 1).append("text", "one")));
    write(
        "b.parquet",
        longs,
        List.of(new SimpleGroup(longs).append("id", 1L << 60).append("text", "two")));
    write(
        "c.parquet",
        strings,
        List.of(new SimpleGroup(strings).append("text", "three").append("id", "007")));
    write("d.parquet", nothing, List.of(new SimpleGroup(nothing).append("id", "n")));
    write("e.parquet", nothing, List.of());
    assertEquals(
        List.of("1 one", (1L << 60) + " two", "007 three", "d.parquet !missing_content"),
        texts(spec(Modality.TEXT, "id", null, null)));
  }

  @Test
  void namesThatDifferInCaseAreTwoColumns() throws Exception {
    MessageType schema = new MessageType("m", text("ID"), text("id"), text("Text"), text("text"));
    write(
        "a.parquet",
        schema,
        List.of(
            new SimpleGroup(schema)
                .append("ID", "upper id")
                .append("id", "lower id")
                .append("Text", "upper text")
                .append("text", "lower text")));
    assertEquals(List.of("lower id lower text"), texts(spec(Modality.TEXT, "id", "text", null)));
    assertEquals(List.of("upper id upper text"), texts(spec(Modality.TEXT, "ID", "Text", null)));
  }

  @Test
  void foldersOfKeysAndValuesAreColumns() throws Exception {
    MessageType schema = new MessageType("m", text("id"), text("text"));
    for (String label : List.of("cat", "big%20dog")) {
      write(
          "label=" + label + "/day=2024-01-01/p.parquet",
          schema,
          List.of(new SimpleGroup(schema).append("id", label).append("text", "t")));
    }
    List<Row> rows = read(spec(Modality.TEXT, "id", null, "label")).collectAsList();
    assertEquals(
        new TreeSet<>(List.of("cat", "big dog")),
        new TreeSet<>(rows.stream().map(row -> row.<String>getAs("label")).toList()));
    assertEquals("{\"day\":\"2024-01-01\"}", rows.get(0).getAs("metadata"));
    assertEquals(
        "cat",
        read(spec(Modality.TEXT, "label", null, null))
            .where("claimed_id = 'cat'")
            .first()
            .getAs("claimed_id"));
  }

  @Test
  void aTimeInNanosecondsIsMetadataOrAnId() throws Exception {
    MessageType schema =
        new MessageType(
            "m",
            text("id"),
            text("text"),
            Types.optional(PrimitiveTypeName.INT64)
                .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.NANOS))
                .named("seen"));
    write(
        "a.parquet",
        schema,
        List.of(new SimpleGroup(schema).append("id", "a").append("text", "t").append("seen", 5L)));
    Row row = read(spec(Modality.TEXT, "id", null, null)).first();
    assertEquals("{\"seen\":\"1970-01-01T00:00:00.000000005Z\"}", row.getAs("metadata"));
    assertEquals(
        "1970-01-01T00:00:00.000000005Z",
        read(spec(Modality.TEXT, "seen", null, null)).first().getAs("claimed_id"));
  }

  @Test
  void bytesAreIdsWhereTheyAreUtf8() throws Exception {
    MessageType schema =
        new MessageType("m", Types.required(PrimitiveTypeName.BINARY).named("id"), text("text"));
    write(
        "a.parquet",
        schema,
        List.of(
            new SimpleGroup(schema).append("id", Binary.fromString("abc")).append("text", "t"),
            new SimpleGroup(schema)
                .append("id", Binary.fromConstantByteArray(new byte[] {(byte) 0xff, (byte) 0xfe}))
                .append("text", "t")));
    assertEquals(
        List.of("abc t", "a.parquet !bad_utf8"), texts(spec(Modality.TEXT, "id", null, null)));
  }

  @Test
  void aFileThatIsNoParquetFileIsOneRow() throws Exception {
    MessageType schema = new MessageType("m", text("id"), text("text"));
    write(
        "good.parquet",
        schema,
        List.of(new SimpleGroup(schema).append("id", "a").append("text", "t")));
    Files.writeString(folder.resolve("text.parquet"), "this is no parquet file at all");
    assertEquals(
        List.of("a t", "text.parquet !corrupt"), texts(spec(Modality.TEXT, "id", null, null)));
  }

  @Test
  void aDamagedPageNamesItsFileAndTheRemedy() throws Exception {
    MessageType schema = new MessageType("m", text("id"), text("text"));
    List<Group> rows = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      rows.add(new SimpleGroup(schema).append("id", "id " + i).append("text", "text " + i));
    }
    write("a.parquet", schema, rows);
    byte[] bytes = Files.readAllBytes(folder.resolve("a.parquet"));
    Arrays.fill(bytes, 4, 60, (byte) 0xff);
    Files.write(folder.resolve("a.parquet"), bytes);
    InputSpec spec = spec(Modality.TEXT, "id", null, null);
    Throwable fault =
        assertThrows(Exception.class, () -> new RowChecks(spec).apply(read(spec)).count());
    StringBuilder messages = new StringBuilder();
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      messages.append(cause).append('\n');
    }
    assertTrue(
        messages.toString().contains(InputMismatch.class.getName() + ": file file:"),
        messages.toString());
    assertTrue(messages.toString().contains("write it again, or leave it out"));
  }
}
