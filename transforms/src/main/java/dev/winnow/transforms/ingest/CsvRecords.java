package dev.winnow.transforms.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.transforms.ingest.files.FileBytes;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputMismatch;
import dev.winnow.transforms.ingest.files.Streams;
import dev.winnow.transforms.ingest.stream.BrokenStream;
import dev.winnow.transforms.ingest.stream.RecordReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.io.input.ReaderInputStream;
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
  private final Configuration conf;
  private Charset charset;
  private InputStream in;
  private RecordReader records;
  private List<String> header;
  private final Folders folders;
  private boolean required;
  private boolean broken;

  CsvRecords(InputSpec spec, InputFiles.InputFile file, Configuration conf) {
    super(file);
    this.spec = spec;
    this.conf = conf;
    this.folders = new Folders(spec, file);
  }

  @Override
  protected void open() throws IOException {
    Charset given = Charset.forName(spec.encoding());
    boolean ascii =
        Arrays.equals("a,\"\n".getBytes(given), "a,\"\n".getBytes(StandardCharsets.ISO_8859_1));
    charset = ascii ? given : StandardCharsets.UTF_8;
    in = Streams.open(conf, file);
    records =
        new RecordReader(
            ascii ? in : transcoded(in, given),
            spec.delimiterOf(file.relativePath()).charAt(0),
            spec.maxLineBytes());
    header = header();
  }

  private static InputStream transcoded(InputStream in, Charset given) throws IOException {
    return ReaderInputStream.builder()
        .setReader(new InputStreamReader(in, given.newDecoder()))
        .setCharset(StandardCharsets.UTF_8)
        .get();
  }

  private List<String> header() throws IOException {
    List<String> names = new ArrayList<>();
    if (records.next()) {
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
              "header of " + file.uri() + " must be " + spec.encoding() + ", it is not");
        }
        boolean marked = names.isEmpty() && name.startsWith("\ufeff");
        names.add(marked ? unquoted(name.substring(1)) : name);
      }
    }
    return names;
  }

  /** Removes the quotes of a first name that follows a byte order mark. */
  private static String unquoted(String name) {
    boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
    return quoted ? name.substring(1, name.length() - 1) : name;
  }

  /** Checks the columns that the recipe names; a file without records has none to check. */
  private void requireColumns() {
    required = true;
    require(spec.contentColumn(), "content", header);
    require(spec.textColumn(), "text", header);
    if (!folders.has(spec.id())) {
      require(spec.id(), "id", header);
    }
    if (!folders.has(spec.label())) {
      require(spec.label(), "label", header);
    }
  }

  private void require(String column, String key, List<String> names) {
    if (column != null && !names.contains(column)) {
      throw new InputMismatch(
          "input."
              + key
              + " must name a column of the input, got "
              + column
              + "; the columns of "
              + file.uri()
              + " are "
              + String.join(", ", names));
    }
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
              "bad_csv",
              "records from byte "
                  + place()
                  + " on must be delimited text, nothing more can be read: "
                  + e.getMessage())
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
          "record must have " + header.size() + " fields like the header, got " + records.count());
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
            "field " + name + " must be " + spec.encoding() + ", it is not");
      }
      if (name.equals(spec.id())) {
        claimed = value;
      } else if (name.equals(spec.label())) {
        label = value.isEmpty() ? null : value;
      } else if (name.equals(spec.contentColumn())) {
        content = value;
      } else if (name.equals(spec.textColumn())) {
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
