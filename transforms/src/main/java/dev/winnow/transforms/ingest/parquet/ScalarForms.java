package dev.winnow.transforms.ingest.parquet;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/**
 * Texts of scalars, equal for every reader, time zone and locale: ISO 8601 for times, and decimals
 * without exponents.
 */
public final class ScalarForms {

  /** Largest number of bytes of a binary value that stands in the metadata. */
  private static final int METADATA_BYTES = 1024;

  /** Doubles below hold every whole number exactly. */
  private static final double EXACT = 0x1p53;

  private static final long MICROS = 1_000_000;
  private static final long NANOS = 1_000_000_000;

  /** Returns a time in UTC, such as {@code 2024-01-02T03:04:05.000600Z}. */
  public static String instant(long micros) {
    return nanoInstant(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * (NANOS / MICROS));
  }

  static String nanoInstant(long seconds, long nanos) {
    return Instant.ofEpochSecond(seconds, nanos).toString();
  }

  /** Returns a time without a zone, such as {@code 2024-01-02T03:04:05}. */
  public static String local(LocalDateTime time) {
    String text = time.toInstant(ZoneOffset.UTC).toString();
    return text.substring(0, text.length() - 1);
  }

  static String timeOfDay(long nanos) {
    return LocalTime.ofNanoOfDay(nanos).format(DateTimeFormatter.ISO_LOCAL_TIME);
  }

  /** Returns a decimal with the digits of its scale; without a point where the scale is zero. */
  public static String decimal(BigDecimal value) {
    return value.toPlainString();
  }

  /**
   * Returns the id that a floating-point number stands for: pandas stores whole numbers so, where
   * some are missing.
   *
   * @return its digits; null for NaN, a fraction, or a number of 2^53 and more
   */
  public static String wholeId(double value) {
    boolean whole = StrictMath.rint(value) == value && Math.abs(value) < EXACT;
    return whole ? Long.toString((long) value) : null;
  }

  /** Returns the text of bytes; null if they are not UTF-8. */
  public static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** Returns bytes in Base64; null for null and for more than {@link #METADATA_BYTES}. */
  static String base64(byte[] bytes) {
    return bytes == null || bytes.length > METADATA_BYTES
        ? null
        : Base64.getEncoder().encodeToString(bytes);
  }

  private ScalarForms() {}
}
