package dev.winnow.transforms.cluster;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Packs rows of (hash, embedding) into blocks. */
final class Blocks {

  /** Floats of a block at most: 4 MiB, so that a block is a small piece of a task's memory. */
  private static final int FLOATS = 1 << 20;

  /**
   * Blocks of the dataset's rows in at most {@code partitions} partitions: one partial result per
   * partition is what an iteration ships, so few and fat ones are cheap.
   */
  static JavaRDD<Block> of(Dataset<Row> hashed, int partitions) {
    JavaRDD<Block> blocks = hashed.javaRDD().mapPartitions(Packing::new);
    return blocks.getNumPartitions() > partitions ? blocks.coalesce(partitions) : blocks;
  }

  private static final class Packing implements Iterator<Block> {

    private final Iterator<Row> rows;

    Packing(Iterator<Row> rows) {
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Block next() {
      if (!rows.hasNext()) {
        throw new NoSuchElementException("no more rows");
      }
      float[] floats = null;
      long[] hashes = new long[64];
      int dim = 0;
      int n = 0;
      int capacity = hashes.length;
      while (rows.hasNext() && n < capacity) {
        Row row = rows.next();
        scala.collection.Seq<?> vector = (scala.collection.Seq<?>) row.get(1);
        if (floats == null) {
          dim = vector.length();
          capacity = Math.max(1, FLOATS / dim);
          floats = new float[Math.min(capacity, hashes.length) * dim];
        } else if (vector.length() != dim) {
          throw new IllegalArgumentException(
              "embeddings must have one length, got " + dim + " and " + vector.length());
        }
        if (n == hashes.length) {
          hashes = Arrays.copyOf(hashes, Math.min(capacity, 2 * n));
        }
        if ((n + 1) * dim > floats.length) {
          floats = Arrays.copyOf(floats, Math.min(capacity, 2 * n) * dim);
        }
        hashes[n] = row.getLong(0);
        int at = n * dim;
        for (int j = 0; j < dim; j++) {
          floats[at + j] = (Float) vector.apply(j);
        }
        n++;
      }
      return new Block(dim, Arrays.copyOf(floats, n * dim), Arrays.copyOf(hashes, n));
    }
  }

  private Blocks() {}
}
