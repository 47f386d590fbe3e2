package dev.winnow.jobs.export;

import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * Distributes the rows of a release to files in one total order that depends on the rows alone: by
 * rank, or by a hash of id and seed. Rows are placed before their contents are needed. {@link
 * #distribute} costs one shuffle; a task sorts the rows of a file, on disk if they do not fit into
 * memory.
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

  /** Column of the number of a row's file, from 0. */
  static final String FILE = "_file";

  /** Column of the number of a row in the order, from 0. */
  static final String PLACE = "_place";

  /**
   * Places the rows by rank, the best ranked rows first: adds {@link #FILE} and {@link #PLACE}.
   * Files have equal lengths: no file is more than a row longer than another.
   *
   * @param rows number of rows
   */
  static Dataset<Row> byRank(Dataset<Row> curated, long rows, int files) {
    return inFiles(curated.withColumn(PLACE, col(KEEP_RANK).minus(1)), rows, files);
  }

  /**
   * Places the rows by {@link #hash}: adds {@link #FILE} and {@link #PLACE}, as {@link #byRank}
   * does. Costs a sort of the ids and a join.
   */
  static Dataset<Row> shuffled(Dataset<Row> curated, long rows, long seed, int files) {
    JavaRDD<Row> places =
        curated
            .select("id")
            .orderBy(hash(seed).asc(), col("id").asc())
            .javaRDD()
            .zipWithIndex()
            .map(pair -> RowFactory.create(pair._1().getString(0), pair._2()));
    StructType schema =
        new StructType().add("id", DataTypes.StringType).add(PLACE, DataTypes.LongType);
    Dataset<Row> placed =
        curated.join(curated.sparkSession().createDataFrame(places, schema), "id");
    Column[] columns =
        Stream.concat(Arrays.stream(curated.columns()), Stream.of(PLACE))
            .map(functions::col)
            .toArray(Column[]::new);
    return inFiles(placed.select(columns), rows, files);
  }

  private static Dataset<Row> inFiles(Dataset<Row> placed, long rows, int files) {
    return placed.withColumn(
        FILE, expr(String.format(Locale.ROOT, "cast(%s * %d div %d as int)", PLACE, files, rows)));
  }

  /** Returns the key that shuffles rows: 64 bits of their id and a seed. */
  static Column hash(long seed) {
    return xxhash64(col("id"), lit(seed));
  }

  /** Brings placed rows into the partition of their file, in their order. */
  static JavaRDD<Row> distribute(Dataset<Row> placed, int files) {
    int file = placed.schema().fieldIndex(FILE);
    int place = placed.schema().fieldIndex(PLACE);
    int id = placed.schema().fieldIndex("id");
    JavaPairRDD<Place, Row> keyed =
        placed
            .javaRDD()
            .mapToPair(
                row ->
                    new Tuple2<>(
                        new Place(row.getInt(file), row.getLong(place), row.getString(id)), row));
    return keyed.repartitionAndSortWithinPartitions(new ByFile(files), new InOrder()).values();
  }

  private FileOrder() {}
}
