package dev.winnow.jobs.recipe.read;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Text of a recipe file: UTF-8 of bounded length, without control characters. */
final class RecipeText {

  private static final char BYTE_ORDER_MARK = '\ufeff';

  private final String file;
  private final List<Fault> faults;

  RecipeText(String file, List<Fault> faults) {
    this.file = file;
    this.faults = faults;
  }

  /** Returns the text of a file without its byte order mark; null after a fault. */
  String decode(byte[] bytes) {
    if (isTooLong(bytes.length)) {
      return null;
    }
    String wide = wide(bytes);
    if (wide != null) {
      faults.add(
          new Fault(
              file, 1, 1, "the file must be UTF-8, but it is " + wide + "; save it as UTF-8"));
      return null;
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      faults.add(
          at(
              text,
              text.length(),
              String.format(
                  Locale.ROOT,
                  "the file must be UTF-8, but byte 0x%02X here is not; save the file as UTF-8",
                  bytes[in.position()] & 0xff)));
      return null;
    }
    return checked(text);
  }

  /** Returns the text without its byte order mark; null after a fault. */
  String checked(String yaml) {
    if (isTooLong(yaml.length())) {
      return null;
    }
    String text = !yaml.isEmpty() && yaml.charAt(0) == BYTE_ORDER_MARK ? yaml.substring(1) : yaml;
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      if (!isAllowed(c)) {
        faults.add(
            at(
                text,
                i,
                String.format(
                    Locale.ROOT,
                    "the file must be text, but it has the character U+%04X here; remove it, or"
                        + " write it as an escape in double quotes",
                    c)));
        return null;
      }
    }
    return text;
  }

  private boolean isTooLong(int length) {
    if (length <= RecipeLoader.MAX_BYTES) {
      return false;
    }
    faults.add(
        new Fault(
            file,
            0,
            0,
            "the file must have at most "
                + RecipeLoader.MAX_BYTES
                + " bytes, but it has more; a recipe names data, it does not hold them"));
    return true;
  }

  /** Returns the encoding if the first bytes are those of UTF-16 or UTF-32, else null. */
  private static String wide(byte[] bytes) {
    int a = bytes.length > 0 ? bytes[0] & 0xff : -1;
    int b = bytes.length > 1 ? bytes[1] & 0xff : -1;
    if (a == 0xff && b == 0xfe || a == 0xfe && b == 0xff) {
      return "UTF-16";
    }
    // Recipes begin with ASCII, of which UTF-16 and UTF-32 make bytes of zero.
    int zeros = 0;
    for (int i = 0; i < Math.min(4, bytes.length); i++) {
      zeros += bytes[i] == 0 ? 1 : 0;
    }
    return zeros == 3 ? "UTF-32" : zeros == 2 && (a == 0) != (b == 0) ? "UTF-16" : null;
  }

  /** Returns whether YAML allows a character. */
  private static boolean isAllowed(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || c >= 0x20 && c <= 0x7e
        || c == 0x85
        || c >= 0xa0 && c <= 0xd7ff
        || c >= 0xe000 && c <= 0xfffd && c != BYTE_ORDER_MARK
        || c >= 0x10000;
  }

  private Fault at(String text, int offset, String message) {
    int line = 1;
    int start = 0;
    for (int i = 0; i < offset; i++) {
      char c = text.charAt(i);
      boolean pair = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
      if ((c == '\n' || c == '\r') && !pair) {
        line++;
        start = i + 1;
      }
    }
    return new Fault(file, line, text.codePointCount(start, offset) + 1, message);
  }
}
