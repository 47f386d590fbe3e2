package dev.winnow.transforms.embed.ml;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayArrayParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.FloatParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * Converts plain values (Number, Boolean, String, List, Map) to the type of a setter or a Param:
 * numbers and booleans also from texts, texts also from numbers and booleans, arrays, Java and
 * Scala lists and maps, and classes by name. A whole number that the target type can't hold exactly
 * is refused; decimals are rounded to the nearest float or double.
 *
 * <p>Jackson's {@code convertValue} does not serve: it turns an empty text into 0 and 1 into true,
 * and refuses 2.0 for a whole number.
 */
final class ParamValues {

  private static final Map<Class<?>, Class<?>> PARAMS =
      Map.of(
          IntParam.class, int.class,
          LongParam.class, long.class,
          FloatParam.class, float.class,
          DoubleParam.class, double.class,
          BooleanParam.class, boolean.class,
          StringArrayParam.class, String[].class,
          IntArrayParam.class, int[].class,
          DoubleArrayParam.class, double[].class,
          DoubleArrayArrayParam.class, double[][].class);

  /** Returns the type of a Param's values; Object if the Param's class does not show it. */
  static Class<?> type(Param<?> param) {
    return PARAMS.getOrDefault(param.getClass(), Object.class);
  }

  /**
   * Converts a value.
   *
   * @throws IllegalArgumentException if the value has no form of the target type
   */
  static Object convert(Object value, Class<?> target) {
    if (target == Object.class) {
      return plain(value);
    }
    if (target == String.class || target == CharSequence.class) {
      if (value instanceof List || value instanceof Map) {
        throw misfit(value, target);
      }
      return value.toString();
    }
    if (target == boolean.class || target == Boolean.class) {
      return truth(value, target);
    }
    if (target == Class.class && value instanceof String name) {
      return type(name);
    }
    if (value instanceof List<?> list) {
      return list(list, target);
    }
    if (value instanceof Map<?, ?> map) {
      return map(map, target);
    }
    return number(value, target);
  }

  private static Object truth(Object value, Class<?> target) {
    String text = value.toString();
    if (!text.equals("true") && !text.equals("false")) {
      throw misfit(value, target);
    }
    return text.equals("true");
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name, true, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("there is no class " + name, e);
    }
  }

  private static Object number(Object value, Class<?> target) {
    try {
      BigDecimal number = new BigDecimal(value.toString());
      if (target == int.class || target == Integer.class) {
        return number.intValueExact();
      }
      if (target == long.class || target == Long.class) {
        return number.longValueExact();
      }
      if (target == float.class || target == Float.class) {
        return number.floatValue();
      }
      if (target == double.class || target == Double.class) {
        return number.doubleValue();
      }
    } catch (NumberFormatException e) {
      throw misfit(value, target);
    } catch (ArithmeticException e) {
      throw misfit(value, target);
    }
    throw misfit(value, target);
  }

  private static Object list(List<?> list, Class<?> target) {
    if (target.isArray()) {
      Object array = Array.newInstance(target.getComponentType(), list.size());
      for (int i = 0; i < list.size(); i++) {
        Array.set(array, i, convert(list.get(i), target.getComponentType()));
      }
      return array;
    }
    List<Object> plain = new ArrayList<>();
    list.forEach(item -> plain.add(plain(item)));
    if (target.isInstance(plain)) {
      return plain;
    }
    // A Scala List is both scala.collection.Seq and the immutable Seq.
    scala.collection.immutable.List<Object> scalaList =
        scala.collection.immutable.List$.MODULE$.empty();
    ListIterator<Object> last = plain.listIterator(plain.size());
    while (last.hasPrevious()) {
      scalaList = scalaList.$colon$colon(last.previous());
    }
    if (target.isInstance(scalaList)) {
      return scalaList;
    }
    throw misfit(list, target);
  }

  @SuppressWarnings("unchecked") // Scala's method updated lost its type parameters in bytecode.
  private static Object map(Map<?, ?> map, Class<?> target) {
    Map<String, Object> plain = new LinkedHashMap<>();
    map.forEach((name, value) -> plain.put(String.valueOf(name), plain(value)));
    if (target.isInstance(plain)) {
      return plain;
    }
    scala.collection.immutable.Map<String, Object> scalaMap =
        scala.collection.immutable.Map$.MODULE$.empty();
    for (Map.Entry<String, Object> entry : plain.entrySet()) {
      scalaMap = scalaMap.updated(entry.getKey(), entry.getValue());
    }
    if (target.isInstance(scalaMap)) {
      return scalaMap;
    }
    throw misfit(map, target);
  }

  /**
   * Returns a value of the smallest plain type: whole numbers as Integer if they fit, otherwise as
   * Long, and decimals as Double.
   */
  private static Object plain(Object value) {
    if (value instanceof List<?> list) {
      return list(list, List.class);
    }
    if (value instanceof Map<?, ?> map) {
      return map(map, Map.class);
    }
    if (value instanceof Integer || !(value instanceof Number number)) {
      return value;
    }
    if (value instanceof Long || value instanceof BigInteger) {
      long whole = new BigDecimal(value.toString()).longValueExact();
      return whole == (int) whole ? (Object) (int) whole : (Object) whole;
    }
    return number.doubleValue();
  }

  private static IllegalArgumentException misfit(Object value, Class<?> target) {
    return new IllegalArgumentException(value + " is not of type " + target.getSimpleName());
  }

  private ParamValues() {}
}
