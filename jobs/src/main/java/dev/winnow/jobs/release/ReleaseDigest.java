package dev.winnow.jobs.release;

import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.shiftrightunsigned;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.winnow.schemas.Decisions;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/**
 * Computes the digest of a release from (id, kept, cluster_id, hardness, keep_rank) of every
 * decision. It does not depend on the order of the rows.
 *
 * <p>Each row is hashed by SHA-256. The first 128 bits of the row hashes are added up in four exact
 * integer sums, which do not depend on order. These sums and the row count are hashed again.
 * Hardness enters as a hash of its bits, because releases of Java write the decimals of a double
 * differently.
 */
public final class ReleaseDigest {

  /**
   * Columns of the first 128 bits of a row hash, as longs; a sum takes 32 of these bits, in two
   * halves.
   */
  private static final String[] WORDS = {"winnow_row_hash_1", "winnow_row_hash_2"};

  private static final String HASH = "winnow_row_hash";
  private static final int HEX_DIGITS = 16;
  private static final int SUMMED_BITS = 16;
  private static final int PIECES = 4;
  private static final String NULL = "\u0002";

  private static final UserDefinedFunction LONG_OF_HEX =
      udf(
          (UDF1<String, Long>)
              hex -> hex == null ? null : Long.valueOf(HexFormat.fromHexDigitsToLong(hex)),
          DataTypes.LongType);

  /** Computes the digest of decisions. Costs one Spark job. */
  public static String compute(Dataset<Row> decisions) {
    List<Column> columns = columns();
    return of(
        withHashes(decisions)
            .agg(columns.get(0), columns.subList(1, columns.size()).toArray(Column[]::new))
            .first());
  }

  /** Adds the hash of each row, which {@link #columns} need. */
  static Dataset<Row> withHashes(Dataset<Row> decisions) {
    Column row =
        concat_ws(
            "\u0001",
            col("id"),
            text(Decisions.KEPT),
            text(CLUSTER_ID),
            when(col("score").isNotNull(), xxhash64(col("score")).cast("string"))
                .otherwise(lit(NULL)),
            text(KEEP_RANK));
    Dataset<Row> hashed = decisions.withColumn(HASH, sha2(row.cast("binary"), 256));
    for (int i = 0; i < WORDS.length; i++) {
      hashed =
          hashed.withColumn(
              WORDS[i], LONG_OF_HEX.apply(substring(col(HASH), 1 + i * HEX_DIGITS, HEX_DIGITS)));
    }
    return hashed;
  }

  /**
   * Returns aggregates of hashed decisions: the rows, and sums of 16 bits each, which are exact for
   * up to 2^47 rows.
   */
  static List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(count(lit(1)));
    for (String word : WORDS) {
      for (int shift = Long.SIZE - SUMMED_BITS; shift >= 0; shift -= SUMMED_BITS) {
        columns.add(
            coalesce(
                sum(shiftrightunsigned(col(word), shift).bitwiseAND(lit((1L << SUMMED_BITS) - 1))),
                lit(0L)));
      }
    }
    return columns;
  }

  /**
   * Returns the digest of aggregated decisions.
   *
   * @param totals begins with the values of {@link #columns}
   */
  public static String of(Row totals) {
    long rows = totals.getLong(0);
    StringBuilder text = new StringBuilder("winnow-digest-2").append('\u0001').append(rows);
    for (int piece = 0; piece < PIECES; piece++) {
      BigInteger sum =
          BigInteger.valueOf(totals.getLong(1 + 2 * piece))
              .shiftLeft(SUMMED_BITS)
              .add(BigInteger.valueOf(totals.getLong(2 + 2 * piece)));
      // A sum over no row is null.
      text.append('\u0001').append(rows == 0 ? null : sum);
    }
    return DigestUtils.sha256Hex(text.toString());
  }

  private static Column text(String column) {
    return coalesce(col(column).cast("string"), lit(NULL));
  }

  private ReleaseDigest() {}
}
