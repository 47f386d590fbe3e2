package dev.winnow.transforms.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SourceOrderTest {

  private static List<String> sorted(String... names) {
    return Stream.of(names).sorted(Comparator.comparing(SourceOrder::key)).toList();
  }

  @Test
  void numbersInNamesAndOffsetsAreComparedAsNumbers() {
    assertEquals(
        List.of("a2.jsonl#9", "a2.jsonl#10", "a10.jsonl#3", "b1.jsonl#0"),
        sorted("b1.jsonl#0", "a10.jsonl#3", "a2.jsonl#10", "a2.jsonl#9"));
  }

  @Test
  void aNumberOfManyDigitsIsGreaterThanOneOfFew() {
    String large = "9".repeat(40);
    assertEquals(List.of("a123", "a" + large), sorted("a" + large, "a123"));
  }

  @Test
  void leadingZerosDoNotCount() {
    assertEquals(SourceOrder.key("a2"), SourceOrder.key("a002"));
    assertEquals(SourceOrder.key("a0"), SourceOrder.key("a000"));
  }

  @Test
  void otherCharactersKeepTheirOrder() {
    assertEquals(List.of("a", "a-b", "a1", "ab"), sorted("ab", "a1", "a-b", "a"));
  }
}
