package dev.winnow.transforms.ingest.parquet;

import dev.winnow.transforms.ingest.stream.BrokenStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;

/**
 * Columns and number of rows of one parquet file.
 *
 * @param schema columns with their types
 * @param rows number of rows
 * @param nulls top-level columns without any value, whose type says nothing
 */
public record ParquetFooter(MessageType schema, long rows, Set<String> nulls) {

  /**
   * Reads the footer of a file.
   *
   * @throws BrokenStream if the file is no parquet file, or its footer is damaged
   */
  public static ParquetFooter read(Configuration conf, Path path) throws BrokenStream {
    try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(path, conf))) {
      ParquetMetadata footer = reader.getFooter();
      return new ParquetFooter(
          footer.getFileMetaData().getSchema(), reader.getRecordCount(), nulls(footer.getBlocks()));
    } catch (FileNotFoundException e) {
      throw new UncheckedIOException("can't read " + path, e);
    } catch (IOException | RuntimeException e) {
      readAgain(conf, path);
      throw new BrokenStream(
          BrokenStream.CORRUPT,
          "file must be parquet, its footer can't be read: " + e.getMessage());
    }
  }

  /** Reads the last byte, so that an error of the file system is not taken for damage. */
  private static void readAgain(Configuration conf, Path path) {
    try {
      FileSystem fs = path.getFileSystem(conf);
      long length = fs.getFileStatus(path).getLen();
      if (length > 0) {
        try (FSDataInputStream in = fs.open(path)) {
          in.seek(length - 1);
          in.read();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + path, e);
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
