package dev.winnow.transforms.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.ingest.files.InputMismatch;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Lists and structs of parquet in all layouts that writers use. */
class ParquetLayoutsTest extends ParquetFolder {

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
}
