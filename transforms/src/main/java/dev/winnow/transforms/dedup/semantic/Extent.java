package dev.winnow.transforms.dedup.semantic;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.size;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Size of a data set, which determines its number of partitions.
 *
 * @param dim dimension of the embeddings; 0 if there is no row
 */
record Extent(long rows, int dim) {

  /** Bytes of the vectors of a partition. A task holds up to four times as many for its columns. */
  private static final int PARTITION_BYTES = 32 << 20;

  private static final int MOST_ROWS = 16_384;
  private static final int FEWEST_ROWS = 1024;

  /**
   * Counts the rows, in one job.
   *
   * @throws IllegalArgumentException if the embeddings have different lengths
   */
  static Extent measure(Dataset<Row> rows) {
    Row found =
        rows.agg(count(lit(1)), min(size(col("embedding"))), max(size(col("embedding")))).first();
    if (found.getLong(0) == 0) {
      return new Extent(0, 0);
    }
    int shortest = found.isNullAt(1) ? -1 : found.getInt(1);
    int longest = found.isNullAt(2) ? -1 : found.getInt(2);
    if (shortest != longest || shortest < 1) {
      throw new IllegalArgumentException(
          "embeddings must have one length of at least 1, got lengths from "
              + shortest
              + " to "
              + longest);
    }
    return new Extent(found.getLong(0), longest);
  }

  /** Returns the number of rows of a full partition. */
  int partitionRows() {
    return Math.max(1, Math.min(MOST_ROWS, PARTITION_BYTES / (4 * Math.max(1, dim))));
  }

  /**
   * Returns the number of partitions for some rows: as many as the size of a partition requires,
   * and up to two for each core as long as each has at least {@value #FEWEST_ROWS} rows.
   *
   * @param partitionRows approximate number of rows of a partition
   * @param parallelism number of tasks that run at once
   */
  int partitions(long members, int partitionRows, int parallelism) {
    long full = (members + partitionRows - 1) / partitionRows;
    long busy = Math.min(2L * parallelism, members / FEWEST_ROWS);
    return Math.toIntExact(Math.max(1, Math.max(full, busy)));
  }
}
