package dev.winnow.transforms.ingest.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Paths into the objects and arrays of a line. */
class JsonPathsTest {

  private static String at(String path, String json) throws IOException {
    return JsonFields.parse(json, null, List.of(path)).take(path);
  }

  @Test
  void aPathReachesIntoObjectsAndArrays() throws IOException {
    assertEquals(
        "b", at("meta.text.body", "{\"meta\": {\"x\": [1], \"text\": {\"body\": \"b\"}}}"));
    assertEquals(
        "two", at("choices.1.text", "{\"choices\": [{\"text\": \"one\"}, {\"text\": \"two\"}]}"));
    assertEquals("7", at("a.0.1", "{\"a\": [[5, 7], [8]]}"));
    assertNull(at("choices.2.text", "{\"choices\": [{\"text\": \"one\"}]}"));
    assertNull(at("meta.text", "{\"meta\": \"text\"}"));
    assertNull(at("meta.text", "{\"meta\": {\"text\": null}}"));
    assertEquals(
        "NaN", at("m.n", "{\"u\": {\"v\": [Infinity, {\"w\": NaN}]}, \"m\": {\"n\": NaN}}"));
  }

  @Test
  void aNameWithDotsComesBeforeThePathInEitherOrder() throws IOException {
    assertEquals("name", at("a.b", "{\"a.b\": \"name\", \"a\": {\"b\": \"path\"}}"));
    assertEquals("name", at("a.b", "{\"a\": {\"b\": \"path\"}, \"a.b\": \"name\"}"));
    assertNull(at("a.b", "{\"a\": {\"b\": \"path\"}, \"a.b\": {}}"));
    assertEquals(
        "name", at("a.b.c", "{\"a\": {\"b\": {\"c\": \"path\"}}, \"a.b\": {\"c\": \"name\"}}"));
  }

  @Test
  void ofANameThatStandsTwiceTheLastValueCounts() throws IOException {
    assertNull(at("a.b", "{\"a\": {\"b\": \"first\"}, \"a\": 5}"));
    assertNull(at("a.b", "{\"a\": {\"b\": \"first\"}, \"a\": {\"c\": 1}}"));
    assertEquals("last", at("a.b", "{\"a\": {\"b\": \"first\"}, \"a\": {\"b\": \"last\"}}"));
  }

  @Test
  void aVectorMayStandInside() throws IOException {
    String json = "{\"data\": [{\"embedding\": [1, 2.5]}], \"id\": 1}";
    JsonFields fields = JsonFields.parse(json, "data.0.embedding", List.of("data.0.embedding"));
    assertArrayEquals(new float[] {1f, 2.5f}, fields.vector());
    assertEquals("{\"id\":1}", fields.rest());
  }

  @Test
  void aFieldIsThereWithAnyValue() throws IOException {
    JsonFields fields =
        JsonFields.parse("{\"a\": null, \"b\": {\"c\": []}}", null, List.of("b.c", "b.d"));
    assertTrue(fields.has("a"));
    assertTrue(fields.has("b"));
    assertTrue(fields.has("b.c"));
    assertFalse(fields.has("b.d"));
  }
}
