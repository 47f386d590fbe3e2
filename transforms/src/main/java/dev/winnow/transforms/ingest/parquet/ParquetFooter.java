package dev.winnow.transforms.ingest.parquet;

import dev.winnow.transforms.ingest.stream.BrokenStream;
import dev.winnow.transforms.ingest.stream.UnreadableFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.crypto.ParquetCryptoRuntimeException;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Columns, row groups and number of rows of one parquet file.
 *
 * @param schema columns with their types
 * @param rows number of rows
 * @param nulls top-level columns without any value, whose type says nothing
 * @param plain top-level columns without statistics of nulls
 * @param groups row groups in their order
 * @param foreign compressions that no codec of this process reads
 * @param forSpark true if Spark's reader knows all encodings
 * @param classes names of the classes of columns that hold their places
 */
public record ParquetFooter(
    MessageType schema,
    long rows,
    Set<String> nulls,
    Set<String> plain,
    List<RowGroup> groups,
    Set<String> foreign,
    boolean forSpark,
    ClassNames classes) {

  /** Code of a file whose footer or columns are encrypted. */
  public static final String ENCRYPTED = "encrypted";

  private static final String MAGIC = "PAR1";
  private static final String ENCRYPTED_MAGIC = "PARE";

  /**
   * One row group.
   *
   * @param start offset of its first byte
   * @param rows number of its rows
   */
  public record RowGroup(long start, long rows) {}

  /**
   * Reads the footer of a file.
   *
   * @param uri name of the file for messages
   * @throws BrokenStream if the file is no parquet file, is encrypted, or its footer is damaged
   * @throws UnreadableFile if the file system does not give the file
   */
  public static ParquetFooter read(Configuration conf, Path path, String uri) throws BrokenStream {
    try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(path, conf))) {
      ParquetMetadata footer = reader.getFooter();
      return of(conf, footer, reader.getRecordCount());
    } catch (FileNotFoundException e) {
      throw new UnreadableFile(uri, e);
    } catch (IOException | RuntimeException e) {
      BrokenStream broken = fault(conf, path, uri, e);
      broken.initCause(e);
      throw broken;
    }
  }

  private static ParquetFooter of(Configuration conf, ParquetMetadata footer, long rows) {
    List<RowGroup> groups = new ArrayList<>();
    Set<String> foreign = new TreeSet<>();
    Set<String> plain = new HashSet<>();
    boolean forSpark = true;
    for (BlockMetaData block : footer.getBlocks()) {
      groups.add(new RowGroup(block.getStartingPos(), block.getRowCount()));
      for (ColumnChunkMetaData column : block.getColumns()) {
        forSpark &= !column.getEncodings().contains(Encoding.BYTE_STREAM_SPLIT);
        if (column.getStatistics() == null || !column.getStatistics().isNumNullsSet()) {
          plain.add(column.getPath().toArray()[0]);
        }
        String codec = column.getCodec().getHadoopCompressionCodecClassName();
        if (codec != null && conf.getClassByNameOrNull(codec) == null) {
          foreign.add(column.getCodec().name());
        }
      }
    }
    return new ParquetFooter(
        footer.getFileMetaData().getSchema(),
        rows,
        nulls(footer.getBlocks()),
        Set.copyOf(plain),
        List.copyOf(groups),
        Set.copyOf(foreign),
        forSpark,
        ClassNames.of(footer.getFileMetaData().getKeyValueMetaData()));
  }

  /**
   * Returns this footer with all columns among some paths that have no value. Arrow writes a column
   * of its null type as integers without statistics, so the values of such a column are read, up to
   * the first that is there.
   */
  public ParquetFooter withNulls(Configuration conf, Path path, Collection<String> paths)
      throws BrokenStream {
    Set<String> all = new HashSet<>(nulls);
    for (String name : paths) {
      if (!nulls.contains(name) && rows > 0 && mayBeNull(name) && !hasValue(conf, path, name)) {
        all.add(name);
      }
    }
    return new ParquetFooter(
        schema, rows, Set.copyOf(all), plain, groups, foreign, forSpark, classes);
  }

  private boolean mayBeNull(String name) {
    return plain.contains(name)
        && schema.containsField(name)
        && schema.getType(name).isPrimitive()
        && schema.getType(name).isRepetition(Type.Repetition.OPTIONAL)
        && schema.getType(name).asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32
        && schema.getType(name).getLogicalTypeAnnotation() == null;
  }

  private boolean hasValue(Configuration conf, Path path, String name) throws BrokenStream {
    Configuration one = new Configuration(conf);
    one.set(
        ReadSupport.PARQUET_READ_SCHEMA,
        new MessageType(schema.getName(), schema.getType(name)).toString());
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), path).withConf(one).build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        if (row.getFieldRepetitionCount(0) > 0) {
          return true;
        }
      }
      return false;
    } catch (IOException | RuntimeException e) {
      BrokenStream broken =
          new BrokenStream(
              BrokenStream.CORRUPT, "file must be parquet, column " + name + " is damaged");
      broken.initCause(e);
      throw broken;
    }
  }

  /** Returns the fault of a footer that can't be read, by the last bytes of the file. */
  private static BrokenStream fault(Configuration conf, Path path, String uri, Exception cause) {
    String magic = magic(conf, path, uri);
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof ParquetCryptoRuntimeException || magic.equals(ENCRYPTED_MAGIC)) {
        return new BrokenStream(
            ENCRYPTED,
            "file must be plain parquet, it is encrypted; decrypt it, or leave it out of"
                + " input.path");
      }
    }
    return magic.equals(MAGIC)
        ? new BrokenStream(
            BrokenStream.CORRUPT, "file must be parquet, its footer is damaged; write it again")
        : new BrokenStream(
            BrokenStream.CORRUPT,
            "file must be parquet, which ends with the bytes PAR1, it does not: it was cut short,"
                + " or is of another format");
  }

  /**
   * Returns the last four bytes, so that an error of the file system is not taken for damage; empty
   * for a shorter file.
   */
  private static String magic(Configuration conf, Path path, String uri) {
    try {
      FileSystem fs = path.getFileSystem(conf);
      long length = fs.getFileStatus(path).getLen();
      byte[] last = new byte[(int) Math.min(length, MAGIC.length())];
      try (FSDataInputStream in = fs.open(path)) {
        in.readFully(length - last.length, last);
      }
      return new String(last, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UnreadableFile(uri, e);
    }
  }

  private static Set<String> nulls(List<BlockMetaData> blocks) {
    Map<String, Long> values = new HashMap<>();
    for (BlockMetaData block : blocks) {
      for (ColumnChunkMetaData column : block.getColumns()) {
        boolean empty =
            column.getStatistics() != null
                && column.getStatistics().isNumNullsSet()
                && column.getStatistics().getNumNulls() == column.getValueCount();
        values.merge(column.getPath().toArray()[0], empty ? 0L : 1L, Long::sum);
      }
    }
    Set<String> nulls = new HashSet<>();
    values.forEach(
        (name, count) -> {
          if (count == 0) {
            nulls.add(name);
          }
        });
    return Set.copyOf(nulls);
  }
}
