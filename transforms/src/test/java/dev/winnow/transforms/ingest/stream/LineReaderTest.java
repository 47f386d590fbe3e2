package dev.winnow.transforms.ingest.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {

  /** Gives one character again and again, and holds nothing. */
  static final class Repeated extends InputStream {
    private long left;

    Repeated(long count) {
      this.left = count;
    }

    @Override
    public int read() {
      return left-- > 0 ? 'x' : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      int count = (int) Math.min(length, left);
      if (count <= 0) {
        return -1;
      }
      Arrays.fill(bytes, offset, offset + count, (byte) 'x');
      left -= count;
      return count;
    }
  }

  static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  static InputStream joined(InputStream... parts) {
    return new SequenceInputStream(Collections.enumeration(List.of(parts)));
  }

  private static List<String> lines(String text) throws IOException {
    LineReader reader = new LineReader(text(text), 0, 100);
    List<String> lines = new ArrayList<>();
    while (reader.next()) {
      lines.add(reader.start() + ":" + new String(reader.bytes(), StandardCharsets.UTF_8));
    }
    return lines;
  }

  @Test
  void aLineEndsWithLineFeedCarriageReturnOrBoth() throws IOException {
    assertEquals(List.of("0:a", "2:", "3:b", "6:c", "8:d"), lines("a\n\nb\r\nc\rd"));
    assertEquals(List.of(), lines(""));
    assertEquals(List.of("0:a"), lines("a\r\n"));
  }

  @Test
  void aLineOfThreeHundredMebibytesIsCountedAndNotHeld() throws IOException {
    long length = 300L << 20;
    LineReader reader =
        new LineReader(joined(text("a\n"), new Repeated(length), text("\nb\n")), 0, 1000);
    assertTrue(reader.next());
    assertFalse(reader.tooLong());
    assertTrue(reader.next());
    assertTrue(reader.tooLong());
    assertEquals(length, reader.length());
    assertEquals(1000, reader.bytes().length);
    assertTrue(reader.reserved() <= 1024, "reserved " + reader.reserved());
    assertTrue(reader.next());
    assertEquals("b", new String(reader.bytes(), StandardCharsets.UTF_8));
    assertEquals(2 + length + 1, reader.start());
    assertFalse(reader.next());
  }

  @Test
  void everyLineBelongsToThePieceInWhichItBegins() throws IOException {
    String text = "one\r\ntwo\n\nthree\rfour\r\n\r\nfive";
    List<String> whole = lines(text);
    for (int cut = 1; cut < text.length(); cut++) {
      List<String> found = new ArrayList<>();
      int[][] pieces = {{0, cut}, {cut, text.length()}};
      for (int[] piece : pieces) {
        int from = Math.max(0, piece[0] - 1);
        LineReader reader = new LineReader(text(text.substring(from)), from, 100);
        if (piece[0] > 0) {
          reader.skip(piece[1]);
        }
        while (reader.offset() < piece[1] && reader.next()) {
          found.add(reader.start() + ":" + new String(reader.bytes(), StandardCharsets.UTF_8));
        }
      }
      assertEquals(whole, found, "cut at " + cut);
    }
  }
}
