package dev.winnow.jobs.recipe.read;

import dev.winnow.jobs.recipe.Key;
import java.math.BigDecimal;

/** Names and ranges of value types in messages. */
final class ValueTypes {

  static boolean isWhole(Class<?> type) {
    return type == int.class || type == Integer.class || type == long.class || type == Long.class;
  }

  static boolean isTruth(Class<?> type) {
    return type == boolean.class || type == Boolean.class;
  }

  static boolean isNumber(Class<?> type) {
    return isWhole(type)
        || type == double.class
        || type == Double.class
        || type == BigDecimal.class;
  }

  static String name(Class<?> type) {
    if (isWhole(type)) {
      return "a whole number";
    }
    if (isTruth(type)) {
      return "true or false";
    }
    return isNumber(type) ? "a number" : type.isEnum() ? "one word" : "a string";
  }

  static String range(Key key) {
    boolean below = key.min() == Double.NEGATIVE_INFINITY;
    boolean above = key.max() == Double.POSITIVE_INFINITY;
    if (!below && !above) {
      return "in "
          + (key.aboveMin() ? "(" : "[")
          + plain(key.min())
          + ", "
          + plain(key.max())
          + "]";
    }
    if (below) {
      return "at most " + plain(key.max());
    }
    return (key.aboveMin() ? "above " : "at least ") + plain(key.min());
  }

  static String plain(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }

  private ValueTypes() {}
}
