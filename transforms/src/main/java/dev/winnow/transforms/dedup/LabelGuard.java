package dev.winnow.transforms.dedup;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Refuses pairs of different labels: all of them with {@link AcrossLabels#KEEP}, and always those
 * of a mirrored or a turned picture, because left and right, or six and nine, are different things.
 * A row without a label differs from no other.
 */
public final class LabelGuard {

  /** Name of this guard in the column {@code refused_by}. */
  public static final String REFUSED = "labels";

  /** Rules of pictures whose meaning a label can tell apart. */
  private static final Set<String> TURNED = Set.of("mirrored", "rotated");

  private final AcrossLabels acrossLabels;

  public LabelGuard(AcrossLabels acrossLabels) {
    this.acrossLabels = acrossLabels;
  }

  /**
   * Returns the pairs with {@code left_label} and {@code right_label}, and with {@code refused_by}
   * {@value #REFUSED} where an accepted pair is refused. Two joins.
   *
   * @param pairs {@code left_id}, {@code right_id}, {@code rule}, {@code refused_by} (null for an
   *     accepted pair) and any others
   * @param rows {@code id} (string, distinct) and {@code label}
   */
  public Dataset<Row> apply(Dataset<Row> pairs, Dataset<Row> rows) {
    Column refused =
        acrossLabels == AcrossLabels.KEEP ? lit(true) : col("rule").isin(TURNED.toArray());
    return pairs
        .join(labels(rows, "left"), col("left_id").equalTo(col("winnow_left")), "left")
        .join(labels(rows, "right"), col("right_id").equalTo(col("winnow_right")), "left")
        .withColumn(
            "refused_by",
            when(col("refused_by").isNull().and(refused).and(differ()), REFUSED)
                .otherwise(col("refused_by")))
        .drop("winnow_left", "winnow_right");
  }

  /** Returns true for a pair whose rows both have a label, and not the same. */
  public static Column differ() {
    return coalesce(col("left_label").notEqual(col("right_label")), lit(false));
  }

  private static Dataset<Row> labels(Dataset<Row> rows, String side) {
    return rows.select(col("id").as("winnow_" + side), col("label").as(side + "_label"));
  }
}
