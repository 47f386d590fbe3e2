package dev.winnow.jobs.export;

import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.Serializable;
import java.util.Comparator;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * Rows of a release dealt out to files in one total order that depends on nothing but the rows: by
 * rank, or by hash of id and seed. One shuffle; a task sorts the rows of a file, on disk where they
 * do not fit.
 */
final class FileOrder {

  /** Place of a row: its file, its place in the file, and its id for rows of equal places. */
  private record Place(int file, long order, String id) implements Serializable {}

  private static final class ByFile extends Partitioner {

    private static final long serialVersionUID = 1;

    private final int files;

    ByFile(int files) {
      this.files = files;
    }

    @Override
    public int numPartitions() {
      return files;
    }

    @Override
    public int getPartition(Object place) {
      return ((Place) place).file();
    }
  }

  private static final class InOrder implements Comparator<Place>, Serializable {

    private static final long serialVersionUID = 1;

    @Override
    public int compare(Place a, Place b) {
      int byOrder = Long.compare(a.order(), b.order());
      return byOrder != 0 ? byOrder : a.id().compareTo(b.id());
    }
  }

  /** Files of equal length, the best ranked rows first. */
  static Dataset<Row> byRank(Dataset<Row> curated, long rows, int files) {
    int rank = curated.schema().fieldIndex(KEEP_RANK);
    int id = curated.schema().fieldIndex("id");
    return dealt(
        curated,
        curated.schema(),
        files,
        row -> {
          long at = row.getLong(rank) - 1;
          return new Place((int) (at * files / rows), at, row.getString(id));
        });
  }

  /** Files of about equal length, the rows in the order of {@link #hash}. */
  static Dataset<Row> shuffled(Dataset<Row> curated, long seed, int files) {
    StructType schema = curated.schema();
    int hash = schema.length();
    int id = schema.fieldIndex("id");
    return dealt(
        curated.withColumn("hash", hash(seed)),
        schema,
        files,
        row -> {
          long order = row.getLong(hash);
          // 2^-64 and a half bring a hash to [0, 1]; rounding does not change who is before whom.
          int file = (int) Math.min(files - 1, (order * 0x1p-64 + 0.5) * files);
          return new Place(file, order, row.getString(id));
        });
  }

  /** Returns the key that shuffles rows: 64 bits of their id and a seed. */
  static org.apache.spark.sql.Column hash(long seed) {
    return xxhash64(col("id"), lit(seed));
  }

  private interface Placing extends Serializable {
    Place of(Row row);
  }

  private static Dataset<Row> dealt(
      Dataset<Row> rows, StructType schema, int files, Placing placing) {
    JavaRDD<Row> dealt =
        rows.javaRDD()
            .mapToPair(row -> new Tuple2<>(placing.of(row), row))
            .repartitionAndSortWithinPartitions(new ByFile(files), new InOrder())
            .values();
    Dataset<Row> ordered = rows.sparkSession().createDataFrame(dealt, rows.schema());
    return ordered.select(
        java.util.Arrays.stream(schema.fieldNames())
            .map(org.apache.spark.sql.functions::col)
            .toArray(org.apache.spark.sql.Column[]::new));
  }

  private FileOrder() {}
}
