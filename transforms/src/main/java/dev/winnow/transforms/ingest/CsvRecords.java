package dev.winnow.transforms.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.transforms.ingest.files.FileBytes;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputMismatch;
import dev.winnow.transforms.ingest.files.Streams;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.io.input.ReaderInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;

/**
 * Records of one file of delimited text with a header line.
 *
 * <p>The file is read from its beginning, because only the text before a line break shows whether
 * the break stands inside quotes. The parser sees bytes, one character each, and every field is
 * decoded separately. Therefore a position is a byte offset (after unzipping), and bytes outside
 * the encoding cost only their own record. A record that can't be separated from the rest of the
 * file, such as one with a quote that never ends, is refused as {@code bad_csv} and is the last
 * one.
 */
final class CsvRecords extends FileRows {

  private static final Charset BYTES = StandardCharsets.ISO_8859_1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final InputSpec spec;
  private final Configuration conf;
  private final Charset charset;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final List<String> header;
  private long last;
  private boolean broken;

  CsvRecords(InputSpec spec, InputFiles.InputFile file, Configuration conf) {
    super(file);
    this.spec = spec;
    this.conf = conf;
    Charset given = Charset.forName(spec.encoding());
    boolean ascii = Arrays.equals("a,\"\n".getBytes(given), "a,\"\n".getBytes(BYTES));
    this.charset = ascii ? given : StandardCharsets.UTF_8;
    InputStream in = Streams.open(conf, file);
    try {
      this.parser =
          CSVFormat.DEFAULT
              .builder()
              .setDelimiter(spec.delimiterOf(file.relativePath()))
              .setTrailingData(true)
              .get()
              .parse(new InputStreamReader(ascii ? in : transcoded(in, given), BYTES));
    } catch (IOException e) {
      throw unreadable(e);
    }
    this.records = parser.iterator();
    this.header = header();
  }

  private static InputStream transcoded(InputStream in, Charset given) throws IOException {
    return ReaderInputStream.builder()
        .setReader(new InputStreamReader(in, given.newDecoder()))
        .setCharset(StandardCharsets.UTF_8)
        .get();
  }

  private List<String> header() {
    List<String> names = new ArrayList<>();
    if (records.hasNext()) {
      CSVRecord first = records.next();
      for (int i = 0; i < first.size(); i++) {
        String name = decoded(first.get(i));
        if (name == null) {
          throw new InputMismatch(
              "header of " + file.uri() + " must be " + spec.encoding() + ", it is not");
        }
        names.add(i == 0 && name.startsWith("\ufeff") ? name.substring(1) : name);
      }
    }
    require(spec.contentColumn(), "content", names);
    require(spec.textColumn(), "text", names);
    require(spec.id(), "id", names);
    require(spec.label(), "label", names);
    return names;
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
  protected Row read() {
    if (broken) {
      return null;
    }
    try {
      if (!records.hasNext()) {
        parser.close();
        return null;
      }
      return row(records.next()).row();
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      broken = true;
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return RawRow.refused(
              file.relativePath(),
              file.uri() + "#@" + last,
              "bad_csv",
              "records after byte "
                  + last
                  + " must be delimited text, nothing more can be read: "
                  + cause.getMessage())
          .row();
    }
  }

  private RawRow row(CSVRecord record) {
    last = record.getCharacterPosition();
    String source = file.uri() + "#" + last;
    if (record.size() != header.size()) {
      return RawRow.refused(
          file.relativePath(),
          source,
          "bad_csv",
          "record must have " + header.size() + " fields like the header, got " + record.size());
    }
    String claimed = null;
    String label = null;
    String content = null;
    String paired = null;
    ObjectNode rest = JSON.createObjectNode();
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i);
      String value = decoded(record.get(i));
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
    FileBytes.Outcome read =
        FileBytes.read(conf, FileBytes.resolve(file.uri(), name), spec.maxBytes());
    return new RawRow(
        claimed,
        file.relativePath(),
        "",
        source,
        text,
        read.bytes(),
        null,
        label,
        metadata,
        read.code(),
        read.message());
  }

  private String decoded(String field) {
    byte[] bytes = field.getBytes(BYTES);
    return Strict.decode(bytes, 0, bytes.length, charset);
  }
}
