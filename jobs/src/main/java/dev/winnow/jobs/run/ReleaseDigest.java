package dev.winnow.jobs.run;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.conv;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * An order-free hash of what a release says: (id, kept, cluster_id, hardness, keep_rank) of every
 * decision.
 *
 * <p>Each row is hashed by SHA-256; the first 128 bits of the row hashes are added up in four exact
 * integer sums, which do not depend on order, and these sums with the row count are hashed again.
 * Hardness enters by a hash of its bits: how a double is written in decimals differs between
 * releases of Java. One Spark job.
 */
final class ReleaseDigest {

  private static final int PIECES = 4;
  private static final int DIGITS = 8;
  private static final String NULL = "\u0002";

  private static final String HASH = "winnow_row_hash";

  static String of(Dataset<Row> decisions) {
    List<Column> columns = columns();
    return of(
        hashed(decisions)
            .agg(columns.get(0), columns.subList(1, columns.size()).toArray(Column[]::new))
            .first());
  }

  /** The decisions with the hash of each row, which {@link #columns} need. */
  static Dataset<Row> hashed(Dataset<Row> decisions) {
    Column row =
        concat_ws(
            "\u0001",
            col("id"),
            text("kept"),
            text("cluster_id"),
            when(col("score").isNotNull(), xxhash64(col("score")).cast("string"))
                .otherwise(lit(NULL)),
            text("keep_rank"));
    return decisions.withColumn(HASH, sha2(row.cast("binary"), 256));
  }

  /** Aggregates of hashed decisions, to be asked beside others. */
  static List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(count(lit(1)));
    for (int i = 0; i < PIECES; i++) {
      columns.add(
          sum(conv(substring(col(HASH), 1 + i * DIGITS, DIGITS), 16, 10).cast("decimal(20,0)")));
    }
    return columns;
  }

  /**
   * The digest.
   *
   * @param totals begins with the values of {@link #columns}
   */
  static String of(Row totals) {
    StringBuilder all = new StringBuilder("winnow-digest-2");
    for (int i = 0; i <= PIECES; i++) {
      all.append('\u0001').append(totals.get(i));
    }
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(all.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }

  private static Column text(String column) {
    return coalesce(col(column).cast("string"), lit(NULL));
  }

  private ReleaseDigest() {}
}
