package dev.winnow.transforms.ingest.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/** Values of parquet fields as plain Java objects, by their logical types. */
public final class PlainValues {

  private static final long NANOS = 1_000_000_000;
  private static final long JULIAN_EPOCH = 2_440_588;
  private static final long SECONDS_OF_DAY = 86_400;
  private static final BigInteger UNSIGNED = BigInteger.ONE.shiftLeft(Long.SIZE);

  /**
   * Returns the value of a scalar: a {@code String}, {@code Boolean}, {@code Long}, {@code
   * BigInteger}, {@code BigDecimal}, {@code Float}, {@code Double}, or {@code byte[]} for bytes and
   * for texts that are not UTF-8. Times are texts of {@link ScalarForms}.
   */
  public static Object scalar(Place place) {
    PrimitiveType type = place.type().asPrimitiveType();
    LogicalTypeAnnotation form = type.getLogicalTypeAnnotation();
    Group group = place.group();
    int field = place.field();
    int index = place.index();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> group.getBoolean(field, index);
      case FLOAT -> group.getFloat(field, index);
      case DOUBLE -> group.getDouble(field, index);
      case INT32 -> of(group.getInteger(field, index), form, Integer.SIZE);
      case INT64 -> of(group.getLong(field, index), form, Long.SIZE);
      case INT96 -> julian(group.getInt96(field, index).getBytes());
      case BINARY, FIXED_LEN_BYTE_ARRAY ->
          bytes(group.getBinary(field, index).getBytes(), type, form);
    };
  }

  private static Object of(long value, LogicalTypeAnnotation form, int bits) {
    if (form instanceof DecimalLogicalTypeAnnotation decimal) {
      return BigDecimal.valueOf(value, decimal.getScale());
    }
    if (form instanceof DateLogicalTypeAnnotation) {
      return LocalDate.ofEpochDay(value).toString();
    }
    if (form instanceof TimeLogicalTypeAnnotation time) {
      return ScalarForms.timeOfDay(value * (NANOS / perSecond(time.getUnit())));
    }
    if (form instanceof TimestampLogicalTypeAnnotation time) {
      long units = perSecond(time.getUnit());
      String text =
          ScalarForms.nanoInstant(
              Math.floorDiv(value, units), Math.floorMod(value, units) * (NANOS / units));
      return time.isAdjustedToUTC() ? text : text.substring(0, text.length() - 1);
    }
    boolean unsigned = form instanceof IntLogicalTypeAnnotation whole && !whole.isSigned();
    if (!unsigned || value >= 0) {
      return value;
    }
    return bits == Integer.SIZE
        ? (Object) Integer.toUnsignedLong((int) value)
        : BigInteger.valueOf(value).add(UNSIGNED);
  }

  private static long perSecond(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> 1_000;
      case MICROS -> 1_000_000;
      case NANOS -> NANOS;
    };
  }

  /** Returns a time of the older form: nanoseconds of the day, and the Julian day. */
  private static String julian(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long nanos = buffer.getLong();
    long day = buffer.getInt() - JULIAN_EPOCH;
    return ScalarForms.nanoInstant(
        day * SECONDS_OF_DAY + Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
  }

  private static Object bytes(byte[] bytes, PrimitiveType type, LogicalTypeAnnotation form) {
    if (form instanceof DecimalLogicalTypeAnnotation decimal) {
      return new BigDecimal(new BigInteger(bytes), decimal.getScale());
    }
    if (ColumnKind.of(type) == ColumnKind.TEXT) {
      String text = ScalarForms.utf8(bytes);
      return text == null ? bytes : text;
    }
    if (form == null) {
      return bytes;
    }
    return switch (form.toString()) {
      case "UUID" -> {
        ByteBuffer halves = ByteBuffer.wrap(bytes);
        yield new UUID(halves.getLong(), halves.getLong()).toString();
      }
      case "FLOAT16" -> half(bytes);
      case "INTERVAL" -> {
        ByteBuffer parts = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        yield "P"
            + Integer.toUnsignedString(parts.getInt())
            + "M"
            + Integer.toUnsignedString(parts.getInt())
            + "DT"
            + BigDecimal.valueOf(Integer.toUnsignedLong(parts.getInt()), 3).toPlainString()
            + "S";
      }
      default -> bytes;
    };
  }

  /** Returns the numbers of a list; an absent one is NaN. */
  public static float[] numbers(Place list) {
    List<Place> elements = ListShape.of(list.type()).elements(list);
    float[] numbers = new float[elements.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(elements.get(i));
    }
    return numbers;
  }

  private static float number(Place place) {
    if (place == null) {
      return Float.NaN;
    }
    if (!place.type().isPrimitive()) {
      Group group = place.group().getGroup(place.field(), place.index());
      return number(Place.of(group, place.type().asGroupType().getFieldName(0)));
    }
    return ColumnKind.isHalf(place.type().asPrimitiveType())
        ? half(place.group().getBinary(place.field(), place.index()).getBytes())
        : ((Number) scalar(place)).floatValue();
  }

  private static float half(byte[] bytes) {
    return half((short) (bytes[0] & 0xff | bytes[1] << 8));
  }

  /** Returns the value of IEEE 754 binary16 bits. */
  public static float half(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = bits >>> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
    }
    if (exponent == 0) {
      float small = fraction * 0x1p-24f;
      return sign == 0 ? small : -small;
    }
    return Float.intBitsToFloat(sign | exponent + 112 << 23 | fraction << 13);
  }

  private PlainValues() {}
}
