package dev.winnow.jobs.init;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.init.SampledColumn.Kind;
import dev.winnow.transforms.ingest.files.ListedFiles;
import dev.winnow.transforms.ingest.parquet.ColumnKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Samples parquet files: their footers, and the first rows of columns that are small. Bytes of
 * images are known by the schema, so they are not read. Columns that take more than 64 MiB in the
 * first row group are not read either; they count as texts of unknown values, and can be no id and
 * no label.
 */
final class ParquetSampler {

  private static final long MOST_BYTES = 64L << 20;

  /** Most files whose footers are read to count rows. */
  static final int FOOTERS = 200;

  private final Configuration conf;
  private final Sample sample = new Sample();
  private int readable;
  private long rows;
  private long bytes;
  private Exception fault;

  ParquetSampler(Configuration conf) {
    this.conf = ListedFiles.conf(conf);
  }

  /** Reads some files. */
  Sample read(List<Path> files) {
    for (Path file : Sample.some(files)) {
      try {
        file(file);
        readable++;
      } catch (IOException | RuntimeException e) {
        // A run refuses this file as one row, too.
        fault = e;
        sample.refusal();
      }
    }
    if (readable == 0) {
      throw new Failure(
          ExitCode.INPUT,
          "parquet files must have footers, but none of these is readable: "
              + Sample.some(files)
              + "; write them again",
          fault);
    }
    return sample;
  }

  /** Counts rows and bytes by the footers of at most 200 files; files without one are left out. */
  void count(List<Path> files) {
    for (Path file : files.subList(0, Math.min(FOOTERS, files.size()))) {
      try (ParquetFileReader reader =
          ParquetFileReader.open(HadoopInputFile.fromPath(file, conf))) {
        rows += reader.getRecordCount();
        bytes += file.getFileSystem(conf).getFileStatus(file).getLen();
      } catch (IOException | RuntimeException e) {
        fault = e;
      }
    }
  }

  /** Returns the rows that were counted. */
  long rows() {
    return rows;
  }

  /** Returns the bytes of the files whose rows were counted. */
  long bytes() {
    return bytes;
  }

  private void file(Path file) throws IOException {
    MessageType schema;
    Map<String, Long> sizes = new HashMap<>();
    long rowsOfGroup = 0;
    try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(file, conf))) {
      schema = reader.getFooter().getFileMetaData().getSchema();
      for (BlockMetaData block : reader.getFooter().getBlocks().stream().limit(1).toList()) {
        rowsOfGroup = block.getRowCount();
        for (ColumnChunkMetaData chunk : block.getColumns()) {
          sizes.merge(chunk.getPath().toArray()[0], chunk.getTotalUncompressedSize(), Long::sum);
        }
      }
    }
    List<Type> read = new ArrayList<>();
    for (Type column : schema.getFields()) {
      if (kind(column) == Kind.BYTES || sizes.getOrDefault(column.getName(), 0L) > MOST_BYTES) {
        unread(column, rowsOfGroup);
      } else if (kind(column) != Kind.OTHER || !column.isPrimitive()) {
        read.add(column);
      }
    }
    if (read.isEmpty()) {
      for (long i = 0; i < Math.min(Sample.ROWS, rowsOfGroup); i++) {
        sample.row();
      }
      return;
    }
    Configuration some = new Configuration(conf);
    some.set(ReadSupport.PARQUET_READ_SCHEMA, new MessageType(schema.getName(), read).toString());
    try (ParquetReader<Group> rowReader =
        ParquetReader.builder(new GroupReadSupport(), file).withConf(some).build()) {
      for (int i = 0; i < Sample.ROWS; i++) {
        Group row = rowReader.read();
        if (row == null) {
          return;
        }
        sample.row();
        fields(row, "");
      }
    }
  }

  /** Adds a column whose values stay unread. */
  private void unread(Type column, long rowsOfGroup) {
    Kind kind = kind(column);
    SampledColumn sampled = sample.column(column.getName(), kind);
    if (rowsOfGroup > 0) {
      sampled.add(kind == Kind.SCALAR ? Kind.OTHER : kind, null);
    }
  }

  private void fields(Group row, String prefix) {
    GroupType type = row.getType();
    for (int i = 0; i < type.getFieldCount(); i++) {
      Type field = type.getType(i);
      String name = prefix + field.getName();
      if (row.getFieldRepetitionCount(i) == 0) {
        continue;
      }
      Kind kind = kind(field);
      if (kind == Kind.VECTOR) {
        sample.column(name, kind).addVector(length(row.getGroup(i, 0)));
      } else if (!field.isPrimitive()) {
        if (kind == Kind.OTHER
            && prefix.isEmpty()
            && !field.isRepetition(Type.Repetition.REPEATED)
            && field.getLogicalTypeAnnotation() == null) {
          fields(row.getGroup(i, 0), name + ".");
        }
      } else if (kind != Kind.OTHER && kind != Kind.BYTES) {
        sample.column(name, kind).add(kind, row.getValueToString(i, 0));
      }
    }
  }

  /** Returns the number of elements of a list, in the layouts that have one repeated field. */
  private static int length(Group list) {
    return list.getType().getFieldCount() == 1 ? list.getFieldRepetitionCount(0) : 0;
  }

  private static Kind kind(Type type) {
    return switch (ColumnKind.of(type)) {
      case TEXT -> Kind.TEXT;
      case BYTES, BYTES_IN_STRUCT -> Kind.BYTES;
      case NUMBERS -> type.isPrimitive() ? Kind.OTHER : Kind.VECTOR;
      case SCALAR -> isWhole(type.asPrimitiveType()) ? Kind.WHOLE : Kind.SCALAR;
      case OTHER -> Kind.OTHER;
    };
  }

  private static boolean isWhole(PrimitiveType type) {
    LogicalTypeAnnotation form = type.getLogicalTypeAnnotation();
    boolean number = form == null || form instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation;
    PrimitiveTypeName name = type.getPrimitiveTypeName();
    return number
        && (name == PrimitiveTypeName.INT32
            || name == PrimitiveTypeName.INT64
            || name == PrimitiveTypeName.BOOLEAN);
  }
}
