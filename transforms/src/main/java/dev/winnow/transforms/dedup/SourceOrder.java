package dev.winnow.transforms.dedup;

import static org.apache.spark.sql.functions.udf;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Natural order of names: runs of digits are compared as numbers, so a2 comes before a10, and other
 * characters as Unicode code points. Names that differ in leading zeros alone have equal keys.
 */
public final class SourceOrder {

  /** Digits that hold the length of a number; no path is that long. */
  private static final String LENGTH = "%05d";

  /** Returns a text whose order as text is the natural order of the name. */
  static String key(String name) {
    StringBuilder key = new StringBuilder(name.length() + 16);
    int at = 0;
    while (at < name.length()) {
      char first = name.charAt(at);
      if (!isDigit(first)) {
        key.append(first);
        at++;
        continue;
      }
      int end = at;
      while (end < name.length() && isDigit(name.charAt(end))) {
        end++;
      }
      while (at < end - 1 && name.charAt(at) == '0') {
        at++;
      }
      // The length comes first, so that a longer number is a greater one.
      key.append(String.format(LENGTH, end - at)).append(name, at, end);
      at = end;
    }
    return key.toString();
  }

  /** Returns the keys of a column of names; null for null. */
  public static Column key(Column name) {
    UDF1<String, String> key = value -> value == null ? null : key(value);
    return udf(key, DataTypes.StringType).apply(name);
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }

  private SourceOrder() {}
}
