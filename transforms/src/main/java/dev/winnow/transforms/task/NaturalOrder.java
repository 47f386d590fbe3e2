package dev.winnow.transforms.task;

import static org.apache.spark.sql.functions.udf;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Order of names in which runs of digits compare as numbers: {@code a2} comes before {@code a10}.
 */
public final class NaturalOrder {

  private static final int LONGEST = 999;

  /**
   * Returns a text whose plain order is the natural order of names. Before each run of digits
   * stands its length without leading zeros, in three digits. Names that differ in leading zeros
   * only have equal keys; runs of more than 999 digits compare as texts.
   */
  public static String key(String name) {
    StringBuilder key = new StringBuilder(name.length() + 8);
    int at = 0;
    while (at < name.length()) {
      if (!isDigit(name.charAt(at))) {
        key.append(name.charAt(at++));
        continue;
      }
      int begin = at;
      while (at < name.length() && isDigit(name.charAt(at))) {
        at++;
      }
      while (begin < at - 1 && name.charAt(begin) == '0') {
        begin++;
      }
      String length = String.valueOf(Math.min(at - begin, LONGEST));
      key.append("0".repeat(3 - length.length())).append(length).append(name, begin, at);
    }
    return key.toString();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Returns {@link #key} of a column of names; null for null. */
  public static Column key(Column name) {
    return udf((UDF1<String, String>) text -> text == null ? null : key(text), DataTypes.StringType)
        .apply(name);
  }

  private NaturalOrder() {}
}
