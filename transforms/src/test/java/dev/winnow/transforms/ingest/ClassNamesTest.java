package dev.winnow.transforms.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;

/** Labels of files whose metadata name the classes, as those of the Hugging Face hub do. */
class ClassNamesTest extends ParquetFolder {

  private static final String FEATURES =
      "{\"info\": {\"features\": {\"text\": {\"dtype\": \"string\", \"_type\": \"Value\"},"
          + " \"label\": {\"names\": %s, \"_type\": \"%s\"}}}}";

  private static MessageType schema(String more) {
    return MessageTypeParser.parseMessageType(
        "message m { required binary text (STRING); optional int64 label; " + more + "}");
  }

  private void write(String name, String more, Map<String, String> metadata, Integer... labels)
      throws IOException {
    MessageType schema = schema(more);
    List<Group> rows =
        Arrays.stream(labels)
            .map(
                label -> {
                  Group row = new SimpleGroup(schema).append("text", "some words");
                  return label == null ? row : row.append("label", (long) label);
                })
            .toList();
    write(name, schema, rows, metadata);
  }

  private static Map<String, String> hub(String names, String type) {
    return Map.of("huggingface", String.format(FEATURES, names, type));
  }

  private List<String> labels() {
    return read(spec(Modality.TEXT, null, "text", "label")).stream()
        .map(row -> row.<String>getAs("label"))
        .toList();
  }

  @Test
  void aPlaceIsReplacedByTheNameThatTheFileHasForIt() throws IOException {
    write("a.parquet", "", hub("[\"cat\", \"a \\\"dog\\\"\"]", "ClassLabel"), 1, 0, -1, null, 2);
    // -1 stands for no label, and 2 has no name.
    assertEquals(Arrays.asList("a \"dog\"", "cat", null, null, "2"), labels());
  }

  @Test
  void eachFileHasItsOwnNames() throws IOException {
    write("a.parquet", "", hub("[\"cat\", \"dog\"]", "ClassLabel"), 0, 1);
    write("b.parquet", "", hub("[\"dog\", \"cat\"]", "ClassLabel"), 0, 1);
    write("c.parquet", "", Map.of(), 0, 1);
    assertEquals(List.of("cat", "dog", "dog", "cat", "0", "1"), labels());
  }

  @Test
  void filesThatSparkDoesNotReadHaveNamesToo() throws IOException {
    String otherCase = "optional int32 x; optional int32 X; ";
    write("a.parquet", otherCase, hub("[\"cat\", \"dog\"]", "ClassLabel"), 1, null, 0);
    assertEquals(Arrays.asList("dog", null, "cat"), labels());
  }

  @Test
  void numbersOfOtherFeaturesAndOtherMetadataStayNumbers() throws IOException {
    write("a.parquet", "", hub("[\"cat\", \"dog\"]", "Value"), 1);
    write("b.parquet", "", Map.of("huggingface", "no JSON"), -1);
    assertEquals(List.of("1", "-1"), labels());
  }
}
