package dev.winnow.jobs.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.Row;
import org.apache.spark.util.Utils;

/**
 * Writes an MDS shard: the number of samples, then where each begins and the last ends, all as 32
 * bits in little endian, then {@link MdsColumns#config} as JSON, then the samples. The bytes depend
 * on the rows alone.
 *
 * <p>The places of the samples precede them, so the samples go to a file on the local disk of the
 * task first. Memory holds one row, and 4 bytes for each row of the shard.
 *
 * @see <a href="https://github.com/mosaicml/streaming">MosaicML Streaming</a>, which reads it
 */
final class MdsShard {

  /** Name of the list of shards. */
  static final String INDEX = "index.json";

  /** Most bytes of a shard, whose places have 32 bits. */
  static final long MOST_BYTES = (1L << Integer.SIZE) - 1;

  /** Number of rows of a shard that would have more than the most bytes. */
  static final long TOO_LONG = -1;

  /**
   * Writes the rows in their order, by way of Spark's local folder.
   *
   * @param rows rows that {@link Sample} reads
   * @param out stream, which stays open
   * @return number of rows, or {@link #TOO_LONG} with nothing written
   */
  static long write(Iterator<Row> rows, MdsColumns columns, OutputStream out) throws IOException {
    Path folder = Path.of(Utils.getLocalDir(SparkEnv.get().conf()));
    return write(rows, columns, folder, MOST_BYTES, out);
  }

  /**
   * Writes the rows in their order.
   *
   * @param folder folder on a local disk for the samples
   * @param most most bytes of the shard
   */
  static long write(
      Iterator<Row> rows, MdsColumns columns, Path folder, long most, OutputStream out)
      throws IOException {
    byte[] config = columns.config().toString().getBytes(StandardCharsets.UTF_8);
    int[] sizes = new int[1 << 10];
    int count = 0;
    long bytes = 2L * Integer.BYTES + config.length;
    Path samples = Files.createTempFile(folder, "winnow-mds-", ".samples");
    try {
      try (OutputStream spool = new BufferedOutputStream(Files.newOutputStream(samples))) {
        while (rows.hasNext()) {
          byte[] sample = columns.encode(Sample.of(rows.next()));
          bytes += Integer.BYTES + sample.length;
          if (bytes > most) {
            return TOO_LONG;
          }
          sizes = count == sizes.length ? Arrays.copyOf(sizes, 2 * count) : sizes;
          sizes[count++] = sample.length;
          spool.write(sample);
        }
      }
      long next = (count + 2L) * Integer.BYTES + config.length;
      put(out, count);
      put(out, next);
      for (int i = 0; i < count; i++) {
        next += sizes[i];
        put(out, next);
      }
      out.write(config);
      Files.copy(samples, out);
      return count;
    } finally {
      Files.delete(samples);
    }
  }

  /** Writes the lower 32 bits. */
  private static void put(OutputStream out, long value) throws IOException {
    out.write(
        ByteBuffer.allocate(Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt((int) value)
            .array());
  }

  /**
   * Requires that the rows of every shard did fit into it.
   *
   * @throws Failure with {@link ExitCode#USAGE} if those of one did not
   */
  static void requireShort(List<TaskFiles.Written> written) {
    if (written.stream().anyMatch(file -> file.rows() == TOO_LONG)) {
      throw new Failure(
          ExitCode.USAGE,
          "--files must be more than "
              + written.size()
              + ", because a shard of mds must have less than 4 GiB, and the rows of one have"
              + " more");
    }
  }

  /** Numbers of samples and bytes of a shard. */
  record Listed(long samples, long bytes) {}

  /**
   * Returns the text of {@link #INDEX}.
   *
   * @param files shards by their names
   */
  static String index(MdsColumns columns, Map<String, Listed> files) {
    ObjectNode index = JsonNodeFactory.instance.objectNode();
    ArrayNode shards = index.putArray("shards");
    files.forEach(
        (name, file) -> {
          ObjectNode shard = columns.config();
          ObjectNode data = shard.putObject("raw_data");
          data.put("basename", name);
          data.put("bytes", file.bytes());
          data.putObject("hashes");
          shard.put("samples", file.samples());
          shard.putNull("zip_data");
          shards.add(shard);
        });
    index.set("version", columns.config().get("version"));
    return index.toString();
  }

  private MdsShard() {}
}
