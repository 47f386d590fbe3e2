package dev.winnow.transforms.select.policy;

import static org.apache.spark.sql.functions.col;

import dev.winnow.transforms.task.RowValues;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Orders rows by their ranks within groups. All groups are sorted as one sequence, so that no task
 * holds a whole group; the driver and every executor hold one number a group.
 */
final class RanksInGroups {

  private static final String PLACE = "winnow_place";
  private static final String RANK = "winnow_rank_in_group";

  /**
   * Counts the rows of each group, in one Spark job.
   *
   * @param groups number of groups
   * @throws IllegalArgumentException for a row with a null group, or with one outside [0, groups)
   */
  static long[] sizes(Dataset<Row> rows, String group, int groups) {
    long[] sizes = new long[groups];
    for (Row row : rows.groupBy(group).count().collectAsList()) {
      if (row.isNullAt(0) || row.getInt(0) < 0 || row.getInt(0) >= groups) {
        throw new IllegalArgumentException(
            group + " must be in [0, " + groups + "), got " + row.get(0));
      }
      sizes[row.getInt(0)] = row.getLong(1);
    }
    return sizes;
  }

  /**
   * Sorts the rows and adds the columns that {@link #keys} reads.
   *
   * @param group int column of groups
   * @param within sort keys within a group, which form a total order
   * @param sizes number of rows of each group
   * @param places place of each rank of a group in the common order
   */
  static Dataset<Row> placed(
      Dataset<Row> rows, String group, List<Column> within, long[] sizes, GroupPlaces places) {
    StructType schema = rows.schema();
    int at = schema.fieldIndex(group);
    long[] starts = new long[sizes.length];
    for (int i = 1; i < sizes.length; i++) {
      starts[i] = starts[i - 1] + sizes[i - 1];
    }
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
    Broadcast<long[]> shippedStarts = context.broadcast(starts);
    Broadcast<GroupPlaces> shippedPlaces = context.broadcast(places);
    List<Column> keys = new ArrayList<>();
    keys.add(col(group).asc());
    keys.addAll(within);
    int width = schema.size();
    JavaRDD<Row> placed =
        rows.orderBy(keys.toArray(Column[]::new))
            .javaRDD()
            .zipWithIndex()
            .map(
                pair -> {
                  int g = pair._1().getInt(at);
                  long rank = pair._2() - shippedStarts.value()[g] + 1;
                  double place = shippedPlaces.value().placeOf(g, rank);
                  return RowValues.appendToFirst(pair._1(), width, place, rank);
                });
    return rows.sparkSession()
        .createDataFrame(
            placed,
            schema.add(PLACE, DataTypes.DoubleType, false).add(RANK, DataTypes.LongType, false));
  }

  /** Returns the sort keys of the common order: place, group, rank. */
  static List<Column> keys(String group) {
    return List.of(col(PLACE).asc(), col(group).asc(), col(RANK).asc());
  }

  private RanksInGroups() {}
}
