package dev.winnow.transforms.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {

  private static List<String> sorted(String... names) {
    return List.of(names).stream().sorted(Comparator.comparing(NaturalOrder::key)).toList();
  }

  @Test
  void runsOfDigitsCompareAsNumbers() {
    assertEquals(
        List.of("a", "a2", "a10", "a10b", "a10b3", "a10b20", "b1"),
        sorted("a10b20", "b1", "a10", "a2", "a10b3", "a", "a10b"));
  }

  @Test
  void numbersBeyondALongCompareToo() {
    assertEquals(
        List.of("9223372036854775808", "18446744073709551616"),
        sorted("18446744073709551616", "9223372036854775808"));
  }

  @Test
  void leadingZerosDoNotCount() {
    assertEquals(NaturalOrder.key("a007"), NaturalOrder.key("a7"));
    assertEquals(List.of("a0", "a1"), sorted("a1", "a0"));
  }
}
