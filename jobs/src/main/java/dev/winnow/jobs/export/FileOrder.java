package dev.winnow.jobs.export;

import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.Serializable;
import java.util.Comparator;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Distributes the rows of a release to files in one total order that depends on the rows alone: by
 * rank, or by a hash of id and seed. Costs one shuffle. A task sorts the rows of a file, on disk if
 * they do not fit into memory.
 */
final class FileOrder {

  /** Place of a row: its file, its order in the file, and its id for ties. */
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

  /** Orders the rows by rank into files of equal length, the best ranked rows first. */
  static Dataset<Row> orderByRank(Dataset<Row> curated, long rows, int files) {
    int rank = curated.schema().fieldIndex(KEEP_RANK);
    int id = curated.schema().fieldIndex("id");
    return distribute(
        curated,
        files,
        row -> {
          long index = row.getLong(rank) - 1;
          return new Place(fileOf(index, rows, files), index, row.getString(id));
        });
  }

  /** Returns the file of a row by its index; no file is more than a row longer than another. */
  private static int fileOf(long index, long rows, int files) {
    return (int) (index * files / rows);
  }

  /**
   * Orders the rows by {@link #hash} into files of equal length: the lengths differ by one row at
   * most. Costs a sort more.
   */
  static Dataset<Row> shuffle(Dataset<Row> curated, long rows, long seed, int files) {
    int id = curated.schema().fieldIndex("id");
    JavaPairRDD<Row, Long> indexed =
        curated.orderBy(hash(seed).asc(), col("id").asc()).javaRDD().zipWithIndex();
    return inFiles(
        curated,
        indexed.mapToPair(
            pair -> {
              long index = pair._2();
              Place place = new Place(fileOf(index, rows, files), index, pair._1().getString(id));
              return new Tuple2<>(place, pair._1());
            }),
        files);
  }

  /** Returns the key that shuffles rows: 64 bits of their id and a seed. */
  static Column hash(long seed) {
    return xxhash64(col("id"), lit(seed));
  }

  private interface Placing extends Serializable {
    Place place(Row row);
  }

  private static Dataset<Row> distribute(Dataset<Row> rows, int files, Placing placing) {
    return inFiles(
        rows, rows.javaRDD().mapToPair(row -> new Tuple2<>(placing.place(row), row)), files);
  }

  private static Dataset<Row> inFiles(
      Dataset<Row> rows, JavaPairRDD<Place, Row> placed, int files) {
    JavaRDD<Row> distributed =
        placed.repartitionAndSortWithinPartitions(new ByFile(files), new InOrder()).values();
    return rows.sparkSession().createDataFrame(distributed, rows.schema());
  }

  private FileOrder() {}
}
