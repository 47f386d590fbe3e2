package dev.winnow.jobs.export;

import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Scores;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.Row;

/**
 * Writes a Parquet file of a data set for the hub. Spark's writer puts no keys into the footer, so
 * this is Parquet's own. Holds one row group, of about {@link #GROUP_BYTES} bytes.
 *
 * <p>The bytes depend on the rows alone, except for one thing: the footer lists the encodings of a
 * column in the order of a hash set, which differs from one process to another.
 */
final class HubFile {

  /** Bytes of a row group. A loader that reads single rows reads a group for each. */
  static final long GROUP_BYTES = 32L << 20;

  /** Rows between two looks at the bytes of a row group; pictures may have megabytes each. */
  private static final int ROWS_BETWEEN_LOOKS = 10;

  /**
   * Writes the rows in their order.
   *
   * @param rows rows that {@link Sample} reads
   * @return number of rows
   */
  static long write(Iterator<Row> rows, HubFeatures features, FSDataOutputStream out)
      throws IOException {
    MessageType schema = features.schema();
    Map<String, Integer> places = features.labels().places();
    long count = 0;
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new Opened(out))
            .withType(schema)
            .withExtraMetaData(Map.of(HubFeatures.KEY, features.footer()))
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withRowGroupSize(GROUP_BYTES)
            .withMinRowCountForPageSizeCheck(1)
            .withMaxRowCountForPageSizeCheck(ROWS_BETWEEN_LOOKS)
            .withDictionaryEncoding(HubFeatures.IMAGE + "." + HubFeatures.BYTES, false)
            .build()) {
      while (rows.hasNext()) {
        writer.write(group(Sample.of(rows.next()), schema, places));
        count++;
      }
    }
    return count;
  }

  private static Group group(Sample sample, MessageType schema, Map<String, Integer> places) {
    Group group = new SimpleGroup(schema);
    if (schema.containsField(HubFeatures.IMAGE)) {
      group
          .addGroup(HubFeatures.IMAGE)
          .append(HubFeatures.BYTES, Binary.fromConstantByteArray(sample.image()))
          .append(HubFeatures.PATH, sample.imageName());
    }
    if (schema.containsField(Examples.TEXT)) {
      group.append(Examples.TEXT, sample.text());
    }
    if (schema.containsField(Sample.VECTOR)) {
      Group vector = group.addGroup(Sample.VECTOR);
      for (Float value : sample.vector()) {
        Group item = vector.addGroup(0);
        if (value != null) {
          item.add(0, (float) value);
        }
      }
    }
    if (sample.label() != null && places.isEmpty()) {
      group.append(Examples.LABEL, sample.label());
    } else if (sample.label() != null) {
      group.append(Examples.LABEL, (long) places.get(sample.label()));
    }
    return group
        .append(Examples.ID, sample.id())
        .append(Decisions.KEEP_RANK, sample.rank())
        .append(Scores.HARDNESS, sample.hardness())
        .append(Scores.CLUSTER_ID, sample.cluster())
        .append(Examples.METADATA, sample.metadata());
  }

  /** Stream that the task has opened and closes. */
  private record Opened(FSDataOutputStream out) implements OutputFile {

    @Override
    public PositionOutputStream create(long blockSize) {
      return new PositionOutputStream() {
        @Override
        public long getPos() {
          return out.getPos();
        }

        @Override
        public void write(int b) throws IOException {
          out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
          out.flush();
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSize) {
      return create(blockSize);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }

  private HubFile() {}
}
