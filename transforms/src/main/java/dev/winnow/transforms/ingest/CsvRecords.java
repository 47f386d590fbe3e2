package dev.winnow.transforms.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.transforms.ingest.csv.CsvHeader;
import dev.winnow.transforms.ingest.csv.CsvText;
import dev.winnow.transforms.ingest.csv.OtherDelimiter;
import dev.winnow.transforms.ingest.files.FileBytes;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputMismatch;
import dev.winnow.transforms.ingest.files.Streams;
import dev.winnow.transforms.ingest.stream.BrokenStream;
import dev.winnow.transforms.ingest.stream.RecordReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;

/**
 * Records of one file of delimited text with a header line.
 *
 * <p>The file is read from its beginning, because only the text before a line break shows whether
 * the break stands inside quotes. Every field is decoded separately. Therefore a position is a byte
 * offset (after unzipping), and bytes outside the encoding cost only their own record. A record
 * that can't be separated from the rest of the file, such as one with a quote that never ends, is
 * refused as {@code bad_csv} and is the last one. A record over the cap of the recipe is refused as
 * {@code too_large} without being held.
 */
final class CsvRecords extends FileRows {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final InputSpec spec;
  private final CsvText.Format format;
  private final Configuration conf;
  private Charset charset;
  private InputStream in;
  private RecordReader records;
  private List<String> first;
  private List<String> header;
  private final Folders folders;
  private boolean required;
  private boolean broken;

  CsvRecords(InputSpec spec, InputFiles.InputFile file, Configuration conf) {
    super(file);
    this.spec = spec;
    this.format = spec.csv(file.relativePath());
    this.conf = conf;
    this.folders = new Folders(spec, file);
  }

  @Override
  protected void open() throws IOException {
    in = Streams.open(conf, file);
    CsvText text = CsvText.open(in, file.uri(), format);
    charset = text.charset();
    records = text.records();
    first = firstRecord();
    header = header(Map.of());
  }

  private List<String> firstRecord() throws IOException {
    List<String> names = new ArrayList<>();
    try {
      if (!records.next()) {
        return names;
      }
    } catch (BrokenStream e) {
      throw e;
    } catch (IOException e) {
      throw new InputMismatch("header of " + file.uri() + " must be delimited text: " + why(e));
    }
    if (records.tooLong()) {
      throw new InputMismatch(
          "header of "
              + file.uri()
              + " must have at most "
              + spec.maxLineBytes()
              + " bytes (input.max_line_bytes), got "
              + records.length());
    }
    for (byte[] field : records.fields()) {
      String name = decoded(field);
      if (name == null) {
        throw new InputMismatch(
            "header of " + file.uri() + " must be " + spec.encoding() + ", " + malformed(field));
      }
      names.add(name);
    }
    return names;
  }

  /** Returns the place of the first byte that is not in the character set, and the remedy. */
  private String malformed(byte[] field) {
    int at = Strict.malformed(field, charset);
    return "got byte "
        + String.format("0x%02X", field[at] & 0xff)
        + " at byte "
        + at
        + " of a field; name the file's character set in input.encoding, such as windows-1252";
  }

  /** Checks the columns that the recipe names; a file without records has none to check. */
  private void requireColumns() {
    required = true;
    Map<String, String> wanted = spec.columns();
    for (String key : List.of("id", "label")) {
      if (wanted.containsKey(key) && folders.has(wanted.get(key))) {
        wanted.remove(key);
      }
    }
    header(wanted);
  }

  private List<String> header(Map<String, String> wanted) {
    return CsvHeader.of(
            first,
            wanted,
            file.uri(),
            new OtherDelimiter(() -> Streams.open(conf, file), file.uri(), format))
        .names();
  }

  private String why(IOException fault) {
    if (fault instanceof CharacterCodingException) {
      return "some bytes are not " + spec.encoding() + "; input.encoding must be that of the file";
    }
    return fault.getMessage() + hint();
  }

  /** Returns the remedy for a record that looks like one with escaped quotes. */
  private String hint() {
    return spec.csv("").escape() == null && records.hasBackslashedQuote()
        ? "; if quotes in fields are escaped by backslashes, set `input.escape: \"\\\\\"`"
        : "";
  }

  @Override
  protected Row read() throws IOException {
    if (broken) {
      return null;
    }
    try {
      if (!records.next()) {
        return null;
      }
      if (!required) {
        requireColumns();
      }
      return row().at(records.start()).row();
    } catch (BrokenStream e) {
      throw e;
    } catch (IOException e) {
      broken = true;
      return RawRow.refused(
              file.relativePath(),
              file.uri() + "#@" + place(),
              e instanceof CharacterCodingException ? "bad_text" : "bad_csv",
              "records from byte "
                  + place()
                  + " on must be delimited text, nothing more can be read: "
                  + why(e))
          .at(place())
          .row();
    }
  }

  private RawRow row() {
    String source = file.uri() + "#" + records.start();
    if (records.tooLong()) {
      return RawRow.refused(
          file.relativePath(),
          source,
          "too_large",
          "record must have at most "
              + spec.maxLineBytes()
              + " bytes (input.max_line_bytes), got "
              + records.length());
    }
    if (records.count() != header.size()) {
      return RawRow.refused(
          file.relativePath(),
          source,
          "bad_csv",
          "record must have "
              + header.size()
              + " fields like the header, got "
              + records.count()
              + hint());
    }
    if (records.hasTextBehindQuote()) {
      return RawRow.refused(
          file.relativePath(),
          source,
          "bad_csv",
          "record must have nothing between a closing quote and the next delimiter, but has text"
              + (records.hasBackslashedQuote()
                  ? hint()
                  : "; double the quotes inside quoted fields"));
    }
    String claimed = header.contains(spec.id()) ? null : folders.get(spec.id());
    String label = header.contains(spec.label()) ? null : folders.get(spec.label());
    String content = null;
    String paired = null;
    ObjectNode rest = JSON.createObjectNode();
    folders.putMetadata(rest, header::contains);
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i);
      String value = decoded(records.fields().get(i));
      if (value == null) {
        return RawRow.refused(
            file.relativePath(),
            source,
            "bad_" + (charset.equals(StandardCharsets.UTF_8) ? "utf8" : "text"),
            "field "
                + name
                + " must be "
                + spec.encoding()
                + ", "
                + malformed(records.fields().get(i)));
      }
      if (isColumn(name, spec.id())) {
        claimed = value;
      } else if (isColumn(name, spec.label())) {
        label = value.isEmpty() ? null : value;
      } else if (isColumn(name, spec.contentColumn())) {
        content = value;
      } else if (isColumn(name, spec.textColumn())) {
        paired = value;
      } else {
        rest.put(name, value);
      }
    }
    return spec.modality() == Modality.TEXT
        ? new RawRow(
            claimed,
            file.relativePath(),
            "",
            source,
            0,
            content,
            null,
            null,
            label,
            rest.toString(),
            null,
            null)
        : image(claimed, source, content, paired, label, rest.toString());
  }

  /**
   * Reads the image file that a record names, relative to the folder of the record's file.
   *
   * @param text text of a pair; null for other modalities
   */
  private RawRow image(
      String claimed, String source, String name, String text, String label, String metadata) {
    FileBytes.Outcome read = FileBytes.readNamed(conf, file.uri(), name, spec.maxBytes());
    return new RawRow(
        claimed,
        file.relativePath(),
        "",
        source,
        0,
        text,
        read.bytes(),
        null,
        label,
        metadata,
        read.code(),
        read.message());
  }

  /** Returns true if a column has a name that the recipe gives, white space around it aside. */
  private static boolean isColumn(String name, String named) {
    return named != null && name.equals(named.strip());
  }

  private String decoded(byte[] field) {
    return Strict.decode(field, 0, field.length, charset);
  }

  @Override
  protected long place() {
    return records == null ? 0 : records.start();
  }

  @Override
  public void close() throws IOException {
    if (in != null) {
      in.close();
    }
  }
}
