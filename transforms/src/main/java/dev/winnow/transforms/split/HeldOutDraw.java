package dev.winnow.transforms.split;

import static dev.winnow.schemas.Examples.ID;
import static dev.winnow.schemas.Examples.LABEL;
import static dev.winnow.schemas.Examples.METADATA;
import static dev.winnow.schemas.HeldOut.SPLIT_GROUP;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.get_json_object;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.winnow.schemas.HeldOut;
import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.task.Draws;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Draws the rows that are held out, by hashes of ids or groups and the seed. So a draw depends on
 * nothing but the rows, and a row does not change sides because others are added, except by label.
 *
 * <ul>
 *   <li>By id, a row is held out if its hash is in the lowest share of all 64-bit numbers. Of n
 *       rows, share n are held out on average, with a standard deviation below sqrt(n) / 2.
 *   <li>By group, the same with the hash of the group. A row without a group is a group of its own.
 *   <li>By label, the floor(share n + 0.5) rows of the lowest hashes are held out, of the n rows of
 *       each label; rows without a label count as one label.
 * </ul>
 */
public final class HeldOutDraw {

  private static final String PURPOSE = "split";

  private final SplitBy by;
  private final String field;
  private final BigDecimal share;
  private final long seed;

  /**
   * @param field field of the metadata that names the group; null except by group
   * @param share share to hold out, in (0, 1)
   */
  public HeldOutDraw(SplitBy by, String field, BigDecimal share, long seed) {
    if (share.signum() <= 0 || share.compareTo(BigDecimal.ONE) >= 0) {
      throw new IllegalArgumentException("share must be in (0, 1), got " + share);
    }
    if ((by == SplitBy.GROUP) != (field != null)) {
      throw new IllegalArgumentException("field must be given exactly for a draw by group");
    }
    this.by = by;
    this.field = field;
    this.share = share;
    this.seed = seed;
  }

  /**
   * Returns id and split_group of the held-out rows. By label it costs a grouping and a sort of all
   * rows, and the driver and every executor hold a number for each label; else it is lazy.
   *
   * @param examples id, label and metadata
   */
  public Dataset<Row> apply(Dataset<Row> examples) {
    return switch (by) {
      case ID ->
          examples
              .where(Draws.isDrawn(Draws.hash(seed, PURPOSE), share.doubleValue()))
              .select(col(ID), lit(null).cast("string").as(SPLIT_GROUP));
      case GROUP -> {
        Column group = group();
        Column hash = coalesce(groupHash(group), Draws.hash(seed, PURPOSE)).as("hash");
        yield examples
            .where(Draws.isDrawn(hash, share.doubleValue()))
            .select(col(ID), group.as(SPLIT_GROUP));
      }
      case LABEL -> byLabel(examples.select(col(ID), col(LABEL)));
    };
  }

  /** Returns the value of the field in the metadata; null for a row without it. */
  public Column group() {
    return get_json_object(col(METADATA), "$['" + field + "']");
  }

  private Column groupHash(Column group) {
    return when(group.isNotNull(), xxhash64(group, lit(seed), lit(PURPOSE + "-group")));
  }

  /** Sorts all labels as one sequence, so that no task holds a whole label. */
  private Dataset<Row> byLabel(Dataset<Row> rows) {
    Map<String, long[]> ranges = new HashMap<>();
    long start = 0;
    for (Row label : rows.groupBy(LABEL).agg(count(lit(1))).orderBy(LABEL).collectAsList()) {
      long size = label.getLong(1);
      ranges.put(label.getString(0), new long[] {start, start + KeepCount.keptRows(share, size)});
      start += size;
    }
    Broadcast<Map<String, long[]>> shipped =
        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext()).broadcast(ranges);
    JavaRDD<Row> drawn =
        rows.orderBy(col(LABEL), Draws.hash(seed, PURPOSE), col(ID))
            .javaRDD()
            .zipWithIndex()
            .filter(
                pair -> {
                  long[] range = shipped.value().get(pair._1().getString(1));
                  return pair._2() >= range[0] && pair._2() < range[1];
                })
            .map(pair -> RowFactory.create(pair._1().getString(0), pair._1().getString(1)));
    return rows.sparkSession().createDataFrame(drawn, HeldOut.SPEC.schema());
  }
}
