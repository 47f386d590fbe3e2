package dev.winnow.transforms.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Gives every checked row an id that no other row has, from its claim or its content, never from
 * its position.
 *
 * <p>With claims, the accepted row of the lowest source keeps a claimed id, and the others are
 * refused as {@code duplicate_id}. Without, the id is the SHA-256 of (content_sha256, path); equal
 * content at one path gets an ordinal in the order of the sources. A refused row's id comes from
 * its source. One shuffle.
 */
public final class Ids {

  private static final String NUL = "\u0000";

  /**
   * @param checked output of {@link RowChecks}
   * @param claimed whether ids are claimed by a column
   * @return the same rows with {@code id} added
   */
  public static Dataset<Row> assign(Dataset<Row> checked, boolean claimed) {
    Column fromSource = sha2(concat_ws(NUL, lit("source"), col("source")).cast("binary"), 256);
    Column accepted = col("code").isNull();
    Column base =
        claimed
            ? col("claimed_id")
            : sha2(concat_ws(NUL, col("content_sha256"), col("path"), lit("")).cast("binary"), 256);
    Dataset<Row> based = checked.withColumn("base", when(accepted, base).otherwise(fromSource));
    Dataset<Row> numbered =
        based.withColumn(
            "place",
            row_number()
                .over(
                    Window.partitionBy(col("base"), accepted)
                        .orderBy(col("source"), col("content_sha256"))));
    Column first = col("place").equalTo(1);
    Column taken = accepted.and(not(first));
    Dataset<Row> identified;
    if (claimed) {
      identified =
          numbered
              .withColumn("id", when(taken, fromSource).otherwise(col("base")))
              .withColumn(
                  "message",
                  when(
                          taken,
                          concat_ws(
                              "",
                              lit("id must be unique, "),
                              col("claimed_id"),
                              lit(" is taken by the row with the lowest source")))
                      .otherwise(col("message")))
              .withColumn("code", when(taken, lit("duplicate_id")).otherwise(col("code")));
    } else {
      identified =
          numbered.withColumn(
              "id",
              when(first, col("base"))
                  .otherwise(
                      sha2(
                          concat_ws(NUL, col("base"), col("place").minus(1).cast("string"))
                              .cast("binary"),
                          256)));
    }
    return identified.drop("base", "place");
  }

  private Ids() {}
}
