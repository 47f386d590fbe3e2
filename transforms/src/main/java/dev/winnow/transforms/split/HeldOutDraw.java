package dev.winnow.transforms.split;

import static dev.winnow.schemas.Examples.ID;
import static dev.winnow.schemas.Examples.LABEL;
import static dev.winnow.schemas.Examples.METADATA;
import static dev.winnow.schemas.HeldOut.SPLIT_GROUP;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.get_json_object;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.winnow.schemas.HeldOut;
import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.select.order.RadixSelect;
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
 * Draws the rows that are held out: those of the lowest hashes of id, or of group, and seed. So a
 * draw depends on the rows and the seed alone, a larger share holds out the rows of a smaller one,
 * and few rows change sides when rows are added.
 *
 * <ul>
 *   <li>By id, floor(share n + 0.5) of n rows are held out.
 *   <li>By label, floor(share n + 0.5) of the n rows of each label; rows without a label count as
 *       one label.
 *   <li>By group, all rows of floor(share n + 0.5) of n groups. A row without a group is a group of
 *       its own, with the hash of its id.
 * </ul>
 *
 * By id and by group, at least one row or group is held out and one is left, where there are two.
 */
public final class HeldOutDraw {

  private static final String PURPOSE = "split";
  private static final String KEY = "winnow_key";
  private static final String HASH = "winnow_hash";
  private static final String DRAWN = "winnow_drawn";

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
   * Returns id and split_group of the held-out rows. By id it costs a count and a selection (see
   * {@link RadixSelect}), by group those of the groups and a join; by label a grouping and a sort
   * of all rows, and the driver and every executor hold a number for each label.
   *
   * @param examples id, label and metadata
   */
  public Dataset<Row> apply(Dataset<Row> examples) {
    return switch (by) {
      case ID ->
          first(examples, Draws.hash(seed, PURPOSE))
              .select(col(ID), lit(null).cast("string").as(SPLIT_GROUP));
      case GROUP -> byGroup(examples);
      case LABEL -> byLabel(examples.select(col(ID), col(LABEL)));
    };
  }

  /** Returns the rows of the lowest hashes, ties by id. */
  private Dataset<Row> first(Dataset<Row> rows, Column hash) {
    long all = rows.count();
    long share = KeepCount.keptRows(this.share, all);
    long count = Math.max(Math.min(1, all - 1), Math.min(share, all - 1));
    return rows.where(RadixSelect.isFirst(rows, hash, count, all));
  }

  private Dataset<Row> byGroup(Dataset<Row> examples) {
    Column group = group();
    // A group and a row without one never have the same key.
    Column key = when(group.isNull(), concat(lit("i"), col(ID))).otherwise(concat(lit("g"), group));
    Column hash =
        when(group.isNull(), Draws.hash(seed, PURPOSE))
            .otherwise(xxhash64(group, lit(seed), lit(PURPOSE + "-group")));
    Dataset<Row> keyed =
        examples.select(col(ID), group.as(SPLIT_GROUP), key.as(KEY), hash.as(HASH));
    Dataset<Row> drawn =
        first(keyed.select(col(KEY).as(ID), col(HASH)).distinct(), col(HASH))
            .select(col(ID).as(DRAWN));
    return keyed.join(drawn, col(KEY).equalTo(col(DRAWN)), "left_semi").select(ID, SPLIT_GROUP);
  }

  /** Returns the value of the field in the metadata; null for a row without it. */
  public Column group() {
    return get_json_object(col(METADATA), "$['" + field + "']");
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
