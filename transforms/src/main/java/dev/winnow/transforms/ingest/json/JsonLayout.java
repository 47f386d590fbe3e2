package dev.winnow.transforms.ingest.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.winnow.transforms.ingest.stream.HeadStream;
import dev.winnow.transforms.ingest.stream.LineReader;
import dev.winnow.transforms.ingest.stream.PackedText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Layouts of a file with JSON, as its first line shows them. */
public enum JsonLayout {
  /** One object a line. */
  LINES(null, null),
  ARRAY("json_array", "the file is one JSON array; write one object a line (jq -c '.[]')"),
  PRETTY(
      "bad_json",
      "the file spreads an object over lines; write one object a line (jq -c ., or jq -c '.data[]'"
          + " for the objects of a list named data)"),
  PACKED(
      "corrupt",
      "the file is packed, but its name does not say so; end the name with .gz, .bz2 or .zst, or"
          + " unpack the file"),
  WIDE("bad_utf8", "the file is UTF-16 or UTF-32; write it as UTF-8 (iconv -t utf-8)");

  /** Bytes that hold the begin of the first line that is not blank; else the file has lines. */
  private static final int HEAD = 1 << 16;

  private final String code;
  private final String message;

  JsonLayout(String code, String message) {
    this.code = code;
    this.message = message;
  }

  /** Returns the code of the file's only row; null for {@link #LINES}. */
  public String code() {
    return code;
  }

  /** Returns the message of that row. */
  public String message() {
    return message;
  }

  /**
   * Finds the layout of a file. An array that begins and ends in the first line is an ordinary line
   * that is refused, because other lines may follow. A stream that breaks is an error only where an
   * array goes over the break; else its reader gets there, behind the lines that stand before.
   *
   * @param file the whole file; its first bytes are read, and its first line if that begins an
   *     array
   * @param limit largest number of bytes of a line
   */
  public static JsonLayout of(InputStream file, long limit) throws IOException {
    HeadStream in = new HeadStream(file, HEAD);
    byte[] head = in.head();
    if (PackedText.of(head) != null) {
      return PACKED;
    }
    if (isWide(head)) {
      return WIDE;
    }
    int first = first(head);
    if (first == head.length) {
      return LINES;
    }
    if (head[first] == '[') {
      in.skipNBytes(first);
      LineReader lines = new LineReader(in, first, limit);
      boolean whole =
          lines.next()
              && !lines.tooLong()
              && isArray(new String(lines.bytes(), StandardCharsets.UTF_8), false);
      return whole ? LINES : ARRAY;
    }
    return head[first] == '{' && endsLine(head, first + 1) ? PRETTY : LINES;
  }

  /**
   * Returns true if a text is one whole JSON array.
   *
   * @param objects true if its elements must be objects, at least one
   */
  public static boolean isArray(String text, boolean objects) {
    try (JsonParser parser = JsonFields.JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        return false;
      }
      boolean empty = true;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (objects && parser.currentToken() != JsonToken.START_OBJECT) {
          return false;
        }
        empty = false;
        parser.skipChildren();
      }
      return parser.nextToken() == null && !(objects && empty);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isWide(byte[] head) {
    if (head.length < 2) {
      return false;
    }
    int pair = (head[0] & 0xff) << 8 | head[1] & 0xff;
    return pair == 0xfffe || pair == 0xfeff || head[0] == 0 ^ head[1] == 0;
  }

  /** Returns the index of the first byte that is neither white space nor a byte order mark. */
  private static int first(byte[] head) {
    int first = head.length >= 3 && head[0] == (byte) 0xef && head[1] == (byte) 0xbb ? 3 : 0;
    while (first < head.length && " \t\r\n".indexOf(head[first]) >= 0) {
      first++;
    }
    return first;
  }

  /** Returns true if only white space comes before the next line break. */
  private static boolean endsLine(byte[] head, int from) {
    int at = from;
    while (at < head.length && " \t\r".indexOf(head[at]) >= 0) {
      at++;
    }
    return at < head.length && head[at] == '\n';
  }
}
