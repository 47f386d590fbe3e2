package dev.winnow.transforms.ingest;

import static dev.winnow.schemas.Examples.CONTENT_SHA256;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.when;

import dev.winnow.transforms.task.NaturalOrder;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Gives every checked row a unique id. The id comes from the row's claim or its content, never from
 * its position.
 *
 * <p>With claims, the first accepted row keeps a claimed id, and the other rows are refused as
 * {@code duplicate_id} with a message that names the first. The first row is that of the first file
 * in natural order ({@code a2} before {@code a10}) and of the lowest position in it. Without
 * claims, the id is the SHA-256 of (content_sha256, path, member), and equal content at one path
 * gets an ordinal in the same order. The id of a refused row comes from the part of its source
 * below the input path, so that a corpus keeps its ids when its folder moves. Cost: one shuffle, or
 * two with claims.
 */
public final class Ids {

  private static final String NUL = "\u0000";

  /**
   * @param checked output of {@link RowChecks}
   * @param claimed true if a column holds the ids
   * @return the checked rows with {@code id} added
   */
  public static Dataset<Row> assign(Dataset<Row> checked, boolean claimed) {
    Dataset<Row> rows = claimed ? refuseTaken(checked) : checked;
    Column accepted = col("code").isNull();
    Column key =
        claimed ? col("claimed_id") : sha256(col(CONTENT_SHA256), col("path"), col("member"));
    Column fragment = regexp_extract(col("source"), "#([^#]*)$", 1);
    Dataset<Row> based =
        rows.withColumn(
            "base", when(accepted, key).otherwise(sha256(lit("source"), col("path"), fragment)));
    return based
        .withColumn("ordinal", ordinal(col("base")))
        .withColumn(
            "id",
            when(col("ordinal").equalTo(1), col("base"))
                .otherwise(sha256(col("base"), col("ordinal").minus(1).cast("string"))))
        .drop("base", "ordinal");
  }

  private static Dataset<Row> refuseTaken(Dataset<Row> checked) {
    Column accepted = col("code").isNull();
    Column taken = accepted.and(col("claim").gt(1));
    return checked
        .withColumn("claim", ordinal(col("claimed_id"), accepted))
        .withColumn("holder", first(col("source")).over(window(col("claimed_id"), accepted)))
        .withColumn(
            "message",
            when(
                    taken,
                    concat_ws(
                        "",
                        lit("id must be unique, "),
                        col("claimed_id"),
                        lit(" is taken by "),
                        col("holder")))
                .otherwise(col("message")))
        .withColumn("code", when(taken, lit("duplicate_id")).otherwise(col("code")))
        .drop("claim", "holder");
  }

  /** Numbers the rows of a group from 1, in the order of the input. */
  private static Column ordinal(Column... group) {
    return row_number().over(window(group));
  }

  /** Orders rows by file in natural order, then by position; ties by source and content. */
  private static WindowSpec window(Column... group) {
    Column file = regexp_extract(col("source"), "^(?s)(.*)#[^#]*$", 1);
    return Window.partitionBy(group)
        .orderBy(
            NaturalOrder.key(col("path")),
            NaturalOrder.key(file),
            file,
            col("position"),
            col("source"),
            coalesce(col(CONTENT_SHA256), lit("")));
  }

  private static Column sha256(Column... parts) {
    return sha2(concat_ws(NUL, parts).cast("binary"), 256);
  }

  private Ids() {}
}
