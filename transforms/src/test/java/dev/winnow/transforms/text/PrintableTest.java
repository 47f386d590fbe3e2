package dev.winnow.transforms.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class PrintableTest {

  @Test
  void textOfEveryScriptStays() {
    String text =
        "caf\u00e9 \u732b \u0645\u0631\u062d\u0628\u0627 \u0928\u092e\u0938\u094d\u0924\u0947"
            + " C:\\dir";
    assertSame(text, Printable.of(text));
    String family = "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67";
    assertSame(family, Printable.of(family));
    assertEquals("null", Printable.of(null));
  }

  @Test
  void controlCharactersOfBothSetsAreEscaped() {
    assertEquals("\\u001B[31mred\\u0007\\u007F", Printable.of("\u001b[31mred\u0007\u007f"));
    assertEquals("a\\nb\\r\\tc\\u0000", Printable.of("a\nb\r\tc\u0000"));
    assertEquals("\\u009B2J\\u0085", Printable.of("\u009b2J\u0085"));
  }

  @Test
  void charactersThatTurnTheLineOrHideAreEscaped() {
    assertEquals("\\u202Egpj.exe\\u202C", Printable.of("\u202egpj.exe\u202c"));
    assertEquals("\\u2066a\\u2069\\u200F\\u061C", Printable.of("\u2066a\u2069\u200f\u061c"));
    assertEquals("a\\u2028b\\u2029c\\uFEFF\\u200B", Printable.of("a\u2028b\u2029c\ufeff\u200b"));
    assertEquals("half \\uD83D", Printable.of("half \ud83d"));
    assertEquals("\\u{E0001}", Printable.of("\udb40\udc01"));
  }

  @Test
  void linesKeepTheirBreaksOnly() {
    assertEquals("a\n  b\\r\\u001B", Printable.lines("a\n  b\r\u001b"));
  }

  @Test
  void aBeginningIsCutBetweenCharacters() {
    assertEquals("\ud83d\ude00\\n...", Printable.beginning("\ud83d\ude00\nabc", 2));
    assertEquals("abc", Printable.beginning("abc", 3));
  }
}
