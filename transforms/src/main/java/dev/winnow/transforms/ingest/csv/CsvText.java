package dev.winnow.transforms.ingest.csv;

import dev.winnow.transforms.ingest.files.InputMismatch;
import dev.winnow.transforms.ingest.stream.HeadStream;
import dev.winnow.transforms.ingest.stream.PackedText;
import dev.winnow.transforms.ingest.stream.RecordReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.io.input.ReaderInputStream;

/**
 * Records of one file of delimited text, with the character set of their fields.
 *
 * <p>A file whose first bytes show another encoding than the recipe's is refused, and so is one
 * that names another delimiter than the recipe in its first line ({@code sep=;}, as Excel writes).
 * Byte order marks, and that line, belong to no record.
 *
 * @param records the records, the header first
 * @param charset character set of the bytes of their fields
 */
public record CsvText(RecordReader records, Charset charset) {

  /**
   * Way in which a recipe describes the file.
   *
   * @param delimiter one ASCII character
   * @param fixed true if the recipe names the delimiter, false if it is that of the file's name
   * @param escape one ASCII character; null if a quote in quotes is doubled
   * @param encoding name of a character set that Java knows
   * @param limit largest number of bytes of a record
   */
  public record Format(
      char delimiter, boolean fixed, Character escape, String encoding, long limit) {

    Format delimitedBy(char other) {
      return new Format(other, true, escape, encoding, limit);
    }
  }

  private static final int HEAD = 1 << 10;

  /** First line of Excel, behind a byte order mark. */
  private static final Pattern SEPARATOR =
      Pattern.compile("(?is)^((?:\u00ef\u00bb\u00bf)?\"?sep=([^\r\n\"])\"?(?:\r\n|\r|\n|$)).*");

  /**
   * Opens the records of a file.
   *
   * @param in the file's bytes, after unzipping; not closed here
   * @param place name of the file, for messages
   * @throws InputMismatch if the file contradicts the description
   */
  public static CsvText open(InputStream in, String place, Format format) throws IOException {
    Charset given = Charset.forName(format.encoding());
    HeadStream bytes = new HeadStream(in, HEAD);
    requireEncoding(bytes.head(), given, place, format.encoding());
    boolean direct = isReadAsBytes(given, format);
    HeadStream text = direct ? bytes : new HeadStream(transcoded(bytes, given), HEAD);
    Charset charset = direct ? given : StandardCharsets.UTF_8;
    Matcher line = SEPARATOR.matcher(new String(text.head(), StandardCharsets.ISO_8859_1));
    long offset = 0;
    char delimiter = format.delimiter();
    if (line.matches()) {
      delimiter = line.group(2).charAt(0);
      requireDelimiter(delimiter, place, format);
      offset = line.end(1);
      text.skipNBytes(offset);
    }
    return new CsvText(
        new RecordReader(
            text,
            offset,
            new RecordReader.Marks(
                delimiter, format.escape(), charset.equals(StandardCharsets.UTF_8)),
            format.limit()),
        charset);
  }

  private static void requireEncoding(byte[] head, Charset given, String place, String encoding) {
    PackedText packed = PackedText.of(head);
    if (packed != null) {
      throw new InputMismatch(place + " must be text, but begins like " + packed.remedy());
    }
    SeenEncoding marked = SeenEncoding.ofMark(head);
    SeenEncoding seen = marked != null ? marked : SeenEncoding.ofZeros(head);
    if (seen == null || seen.isReadAs(given, marked != null)) {
      return;
    }
    throw new InputMismatch(
        place
            + " must be "
            + encoding
            + ", but "
            + (marked != null
                ? "begins with the byte order mark of " + seen.label()
                : "has zero bytes where " + seen.label() + " has them")
            + "; set `input.encoding: "
            + seen.key(marked != null)
            + "`, or write the file as "
            + encoding
            + " (iconv -f "
            + seen.key(marked != null)
            + " -t "
            + encoding.toLowerCase(Locale.ROOT)
            + ")");
  }

  private static void requireDelimiter(char said, String place, Format format) {
    if (said >= 0x80 || format.fixed() && said != format.delimiter()) {
      throw new InputMismatch(
          place
              + " must be delimited by "
              + (format.fixed() ? name(format.delimiter()) : "an ASCII character")
              + ", but its first line says sep="
              + said
              + "; "
              + (format.fixed()
                  ? "remove `input.delimiter`, or set it to that character"
                  : "write the file with another delimiter"));
    }
  }

  /**
   * Returns true if delimiters, quotes and line ends can be found among the bytes of a character
   * set. In UTF-8 and in sets of one byte they are no part of another character; in sets such as
   * Shift_JIS, bytes from 0x40 on are.
   */
  private static boolean isReadAsBytes(Charset given, Format format) {
    String marks =
        "sep=,\"\r\n" + format.delimiter() + (format.escape() == null ? "" : format.escape());
    boolean ascii =
        given.canEncode()
            && Arrays.equals(marks.getBytes(given), marks.getBytes(StandardCharsets.ISO_8859_1));
    boolean whole =
        given.equals(StandardCharsets.UTF_8) || ascii && given.newEncoder().maxBytesPerChar() == 1;
    boolean low = format.delimiter() < 0x40 && (format.escape() == null || format.escape() < 0x40);
    return ascii && (whole || low);
  }

  private static InputStream transcoded(InputStream in, Charset given) throws IOException {
    return ReaderInputStream.builder()
        .setReader(new InputStreamReader(in, given.newDecoder()))
        .setCharset(StandardCharsets.UTF_8)
        .get();
  }

  /** Returns a delimiter by its name or in quotes, for messages. */
  static String name(char delimiter) {
    return switch (delimiter) {
      case ',' -> "commas";
      case ';' -> "semicolons";
      case '\t' -> "tabs";
      case '|' -> "bars (|)";
      default -> "'" + delimiter + "'";
    };
  }
}
