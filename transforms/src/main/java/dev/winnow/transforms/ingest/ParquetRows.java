package dev.winnow.transforms.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.transforms.ingest.files.FileBytes;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.ListedFiles;
import dev.winnow.transforms.ingest.parquet.FolderColumns;
import dev.winnow.transforms.ingest.stream.BrokenStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.ParquetRuntimeException;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Row;

/**
 * Rows of one parquet file by Parquet's own reader, for files that Spark can't read: vectors of
 * float16, and names that differ in case only. Slower than Spark's reader.
 */
final class ParquetRows extends FileRows {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final InputSpec spec;
  private final Configuration conf;
  private ParquetReader<Group> reader;
  private long next;

  ParquetRows(InputSpec spec, InputFiles.InputFile file, Configuration conf) {
    super(file);
    this.spec = spec;
    this.conf = conf;
  }

  @Override
  protected void open() throws IOException {
    reader =
        ParquetReader.builder(new GroupReadSupport(), new Path(ListedFiles.path(file.uri())))
            .withConf(ListedFiles.conf(conf))
            .build();
  }

  @Override
  protected Row read() throws IOException {
    try {
      Group row = reader.read();
      return row == null ? null : raw(row).row();
    } catch (ParquetRuntimeException e) {
      throw new BrokenStream(
          BrokenStream.CORRUPT, "file must be parquet, row " + next + " can't be read: " + e);
    }
  }

  private RawRow raw(Group row) {
    String uri = file.uri();
    long number = next++;
    FileBytes.Outcome image = spec.modality().hasImage() ? image(row, uri) : null;
    String text =
        switch (spec.modality()) {
          case TEXT -> text(row, spec.contentColumn());
          case PAIR -> text(row, spec.textColumn());
          default -> null;
        };
    float[] vector =
        spec.modality() == Modality.EMBEDDING ? vector(row, spec.contentColumn()) : null;
    String missing =
        spec.modality().hasImage()
            ? image == null ? spec.contentColumn() : null
            : text == null && vector == null ? spec.contentColumn() : null;
    if (missing == null && spec.modality() == Modality.PAIR && text == null) {
      missing = spec.textColumn();
    }
    return new RawRow(
        partitionOr(text(row, spec.id()), spec.id()),
        file.relativePath(),
        "",
        uri + "#" + number,
        number,
        text,
        image == null ? null : image.bytes(),
        vector,
        partitionOr(text(row, spec.label()), spec.label()),
        metadata(row),
        missing != null ? "missing_content" : image == null ? null : image.code(),
        missing != null
            ? "column " + missing + " must not be null"
            : image == null ? null : image.message());
  }

  private String partitionOr(String value, String column) {
    return value != null || column == null ? value : FolderColumns.of(file.uri()).get(column);
  }

  /** Returns the image of a row; null if the column has none. */
  private FileBytes.Outcome image(Group row, String uri) {
    int field = row.getType().getFieldIndex(spec.contentColumn());
    if (row.getFieldRepetitionCount(field) == 0) {
      return null;
    }
    Type type = row.getType().getType(field);
    if (!type.isPrimitive()) {
      Group struct = row.getGroup(field, 0);
      int bytes = struct.getType().getFieldIndex("bytes");
      return struct.getFieldRepetitionCount(bytes) == 0
          ? null
          : new FileBytes.Outcome(struct.getBinary(bytes, 0).getBytes(), null, null);
    }
    if (type.getLogicalTypeAnnotation() == null) {
      return new FileBytes.Outcome(row.getBinary(field, 0).getBytes(), null, null);
    }
    return FileBytes.readNamed(conf, uri, row.getString(field, 0), spec.maxBytes());
  }

  /** Returns a scalar as text; null if the column is absent, null or no scalar. */
  private static String text(Group row, String column) {
    if (column == null || !row.getType().containsField(column)) {
      return null;
    }
    int field = row.getType().getFieldIndex(column);
    Type type = row.getType().getType(field);
    return type.isPrimitive() && row.getFieldRepetitionCount(field) == 1
        ? scalar(row, field, type.asPrimitiveType())
        : null;
  }

  private static String scalar(Group row, int field, PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case INT32 -> type.stringifier().stringify(row.getInteger(field, 0));
      case INT64 -> type.stringifier().stringify(row.getLong(field, 0));
      case BINARY, FIXED_LEN_BYTE_ARRAY ->
          type.getLogicalTypeAnnotation() == null
              ? Strict.decode(
                  row.getBinary(field, 0).getBytes(),
                  0,
                  row.getBinary(field, 0).length(),
                  StandardCharsets.UTF_8)
              : type.stringifier().stringify(row.getBinary(field, 0));
      default -> row.getValueToString(field, 0);
    };
  }

  private static float[] vector(Group row, String column) {
    int field = row.getType().getFieldIndex(column);
    Type type = row.getType().getType(field);
    if (!type.isPrimitive() && row.getFieldRepetitionCount(field) == 0) {
      return null;
    }
    Group list = type.isPrimitive() ? row : row.getGroup(field, 0);
    int values = type.isPrimitive() ? field : 0;
    float[] vector = new float[list.getFieldRepetitionCount(values)];
    boolean wrapped = !list.getType().getType(values).isPrimitive();
    for (int i = 0; i < vector.length; i++) {
      vector[i] = wrapped ? number(list.getGroup(values, i), 0, 0) : number(list, values, i);
    }
    return vector;
  }

  /** Returns one number; NaN for null. */
  private static float number(Group group, int field, int index) {
    if (group.getFieldRepetitionCount(field) <= index) {
      return Float.NaN;
    }
    return switch (group.getType().getType(field).asPrimitiveType().getPrimitiveTypeName()) {
      case FLOAT -> group.getFloat(field, index);
      case DOUBLE -> (float) group.getDouble(field, index);
      default -> {
        byte[] half = group.getBinary(field, index).getBytes();
        yield NpyHeader.half((short) (half[0] & 0xff | half[1] << 8));
      }
    };
  }

  private String metadata(Group row) {
    ObjectNode rest = JSON.createObjectNode();
    FolderColumns.of(file.relativePath()).forEach(rest::put);
    for (Type type : row.getType().getFields()) {
      String name = type.getName();
      boolean used =
          name.equals(spec.id())
              || name.equals(spec.label())
              || name.equals(spec.contentColumn())
              || name.equals(spec.textColumn());
      String value = used ? null : text(row, name);
      if (value != null) {
        rest.put(name, value);
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
