package dev.winnow.jobs.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keys of samples, from ids that no file could be named after. */
class SampleKeyTest {

  private static final List<String> HOSTILE =
      List.of(
          "a/b.c",
          "a_b_c",
          "a/b_c",
          "../../etc/passwd",
          "/",
          ".",
          "..",
          ".hidden",
          "_hidden",
          "__key__",
          "-rf",
          " ",
          "a b",
          "line\nbreak",
          "\u001b[31mred",
          "\u202etxt.exe",
          "\u0645\u0631\u062d\u0628\u0627",
          "\ud83d\ude00",
          "\u00e9",
          "e\u0301",
          "C:\\x",
          "x".repeat(100),
          "x".repeat(101),
          "x".repeat(300),
          "x".repeat(300) + "y",
          "\u00e9".repeat(300));

  @Test
  void aPlainIdIsItsOwnKey() {
    assertEquals("doc-0001_a", SampleKey.of("doc-0001_a"));
    assertEquals("x".repeat(100), SampleKey.of("x".repeat(100)));
  }

  @Test
  void anyOtherIdKeepsItsBeginningAndHasADigest() {
    assertEquals(
        "photos_cat_jpg~9c4712116d1c1877", SampleKey.of("photos/cat.jpg").substring(0, 31));
    assertEquals("hidden~", SampleKey.of(".hidden").substring(0, 7));
    assertEquals("id~", SampleKey.of("..").substring(0, 3));
    assertEquals(40 + 1 + 32, SampleKey.of("x".repeat(300)).length());
  }

  @Test
  void keysAreShortVisibleNamesWithoutDotAndSlash() {
    for (String id : HOSTILE) {
      assertTrue(SampleKey.of(id).matches("[A-Za-z0-9][A-Za-z0-9_~-]{0,99}"), id);
    }
  }

  @Test
  void differentIdsHaveDifferentKeys() {
    Set<String> keys = HOSTILE.stream().map(SampleKey::of).collect(Collectors.toSet());
    assertEquals(HOSTILE.size(), keys.size());
    // The key of one id, taken as the id of another.
    String key = SampleKey.of("a/b.c");
    assertNotEquals(key, SampleKey.of(key));
  }
}
