package dev.winnow.transforms.ingest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.transforms.ingest.files.FileBytes;
import dev.winnow.transforms.ingest.files.FolderColumns;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.ListedFiles;
import dev.winnow.transforms.ingest.parquet.ColumnKind;
import dev.winnow.transforms.ingest.parquet.FieldPath;
import dev.winnow.transforms.ingest.parquet.ParquetFooter;
import dev.winnow.transforms.ingest.parquet.Place;
import dev.winnow.transforms.ingest.parquet.PlainScalar;
import dev.winnow.transforms.ingest.parquet.PlainValues;
import dev.winnow.transforms.ingest.parquet.SparkScalar;
import dev.winnow.transforms.ingest.stream.BrokenStream;
import dev.winnow.transforms.ingest.stream.UnreadableFile;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Row;

/**
 * Rows of one piece of a parquet file by Parquet's own reader, for files that Spark's reader does
 * not give as they are: vectors of float16, names that differ in case only, times in nanoseconds.
 * Slower than Spark's reader. Where the data is damaged, the rest of the piece is one refused row.
 */
final class ParquetRows extends FileRows {

  /**
   * Row groups of a file, one after the other.
   *
   * @param start offset of the first byte
   * @param end offset behind the last byte
   * @param first number of the first row
   */
  record Piece(InputFiles.InputFile file, long start, long end, long first)
      implements Serializable {}

  private final InputSpec spec;
  private final Piece piece;
  private final Configuration conf;
  private final Map<String, String> folders;
  private ParquetReader<Group> reader;
  private long next;

  ParquetRows(InputSpec spec, Piece piece, Configuration conf) {
    super(piece.file());
    this.spec = spec;
    this.piece = piece;
    this.conf = conf;
    this.folders = FolderColumns.of(file.relativePath());
    this.next = piece.first();
  }

  @Override
  protected void open() throws IOException {
    reader =
        ParquetReader.builder(new GroupReadSupport(), new Path(ListedFiles.path(file.uri())))
            .withConf(ListedFiles.conf(conf))
            .withFileRange(piece.start(), piece.end())
            .build();
  }

  @Override
  protected Row read() throws IOException {
    Group row;
    try {
      row = reader.read();
    } catch (UnreadableFile e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Decoders report damage by many kinds of exceptions. A file system that fails reports again.
      ParquetFooter.read(
          ListedFiles.conf(conf), new Path(ListedFiles.path(file.uri())), file.uri());
      BrokenStream broken =
          new BrokenStream(
              BrokenStream.CORRUPT, "file must be parquet, row " + next + " is damaged");
      broken.initCause(e);
      throw broken;
    }
    return row == null ? null : raw(row).row();
  }

  private RawRow raw(Group row) {
    String uri = file.uri();
    long number = next++;
    FileBytes.Outcome image = spec.modality().hasImage() ? image(row, uri) : null;
    PlainScalar text =
        switch (spec.modality()) {
          case TEXT -> PlainScalar.of(row, spec.contentColumn(), false);
          case PAIR -> PlainScalar.of(row, spec.textColumn(), false);
          default -> PlainScalar.NONE;
        };
    float[] vector = spec.modality() == Modality.EMBEDDING ? vector(row) : null;
    PlainScalar id = orFolder(row, spec.id(), true);
    PlainScalar label = orFolder(row, spec.label(), false);
    boolean content = spec.modality().hasImage() ? image != null : vector != null || text.isThere();
    String missing =
        !content
            ? spec.contentColumn()
            : spec.modality() == Modality.PAIR && !text.isThere() ? spec.textColumn() : null;
    String code = null;
    String message = null;
    if (missing != null) {
      code = "missing_content";
      message = "column " + missing + " must not be null";
    } else if (id.code() != null) {
      code = id.code();
      message = SparkScalar.message(code, spec.id());
    } else if (label.code() != null || text.code() != null) {
      code = SparkScalar.BAD_UTF8;
      String textName = spec.modality() == Modality.PAIR ? spec.textColumn() : spec.contentColumn();
      message = SparkScalar.message(code, label.code() != null ? spec.label() : textName);
    } else if (image != null) {
      code = image.code();
      message = image.message();
    }
    return new RawRow(
        id.text(),
        file.relativePath(),
        "",
        uri + "#" + number,
        number,
        text.text(),
        image == null ? null : image.bytes(),
        vector,
        label.text(),
        metadata(row),
        code,
        message);
  }

  /** Returns an id or a label; that of a folder's name if the file has no such column. */
  private PlainScalar orFolder(Group row, String name, boolean id) {
    if (name == null || FieldPath.of(row.getType(), name) != null) {
      return PlainScalar.of(row, name, id);
    }
    return PlainScalar.good(FolderColumns.of(file.uri()).get(name));
  }

  /** Returns the image of a row; null if the column has none. */
  private FileBytes.Outcome image(Group row, String uri) {
    FieldPath path = FieldPath.of(row.getType(), spec.contentColumn());
    Place place = path == null ? null : path.in(row);
    if (place == null) {
      return null;
    }
    if (!path.type().isPrimitive()) {
      place = FieldPath.of(path.type().asGroupType(), "bytes").in(struct(place));
      return place == null ? null : new FileBytes.Outcome(PlainScalar.bytes(place), null, null);
    }
    Object value = PlainValues.scalar(place);
    return value instanceof byte[] bytes
        ? new FileBytes.Outcome(bytes, null, null)
        : FileBytes.readNamed(conf, uri, (String) value, spec.maxBytes());
  }

  private static Group struct(Place place) {
    return place.group().getGroup(place.field(), place.index());
  }

  private float[] vector(Group row) {
    FieldPath path = FieldPath.of(row.getType(), spec.contentColumn());
    Place place = path == null ? null : path.in(row);
    return place == null || !ColumnKind.isList(path.type()) ? null : PlainValues.numbers(place);
  }

  private String metadata(Group row) {
    ObjectNode rest = new JsonNodeFactory(true).objectNode();
    List<String> used = TableColumns.named(spec);
    folders.forEach(
        (name, value) -> {
          if (!used.contains(name) && !row.getType().containsField(name)) {
            rest.put(name, value);
          }
        });
    for (Type type : row.getType().getFields()) {
      if (!used.contains(type.getName())) {
        PlainScalar.put(rest, row, type.getName());
      }
    }
    return rest.toString();
  }

  @Override
  protected long place() {
    return next;
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
  }
}
