package dev.winnow.transforms.ingest.parquet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.Type;

/**
 * Text of a scalar in one row of parquet, in the forms of {@link ScalarForms}.
 *
 * @param text null where there is no value, or it has no text
 * @param code quarantine code of a value without a text; null for any other
 */
public record PlainScalar(String text, String code) {

  /** No value. */
  public static final PlainScalar NONE = good(null);

  /** Returns a value with a text. */
  public static PlainScalar good(String text) {
    return new PlainScalar(text, null);
  }

  /**
   * Returns the value of a field.
   *
   * @param path null for none
   * @param id true for ids, which floating-point numbers are if they are whole
   */
  public static PlainScalar of(Group row, String path, boolean id) {
    FieldPath field = path == null ? null : FieldPath.of(row.getType(), path);
    Place place = field == null || !ColumnKind.of(field.type()).isScalar() ? null : field.in(row);
    if (place == null) {
      return NONE;
    }
    Object value = PlainValues.scalar(place);
    if (value instanceof byte[] bytes) {
      String text = ScalarForms.utf8(bytes);
      return new PlainScalar(text, text == null ? SparkScalar.BAD_UTF8 : null);
    }
    if (id && (value instanceof Double || value instanceof Float)) {
      double number = ((Number) value).doubleValue();
      String text = ScalarForms.wholeId(number);
      return new PlainScalar(
          text, text == null && !Double.isNaN(number) ? SparkScalar.BAD_ID : null);
    }
    return good(value instanceof BigDecimal d ? ScalarForms.decimal(d) : value.toString());
  }

  /** Returns true if there is a value. */
  public boolean isThere() {
    return text != null || code != null;
  }

  /** Returns the bytes of a field of bytes or of a text. */
  public static byte[] bytes(Place place) {
    return place.group().getBinary(place.field(), place.index()).getBytes();
  }

  /** Adds a column to a JSON object; nothing for null, long bytes, lists and structs. */
  public static void put(ObjectNode json, Group row, String name) {
    Type type = row.getType().getType(name);
    Place place = ColumnKind.of(type).isScalar() ? Place.of(row, name) : null;
    if (place == null) {
      return;
    }
    Object value = PlainValues.scalar(place);
    if (value instanceof byte[] bytes) {
      String text =
          ColumnKind.of(type) == ColumnKind.TEXT
              ? new String(bytes, StandardCharsets.UTF_8)
              : ScalarForms.base64(bytes);
      if (text != null) {
        json.put(name, text);
      }
    } else if (value instanceof Boolean flag) {
      json.put(name, flag);
    } else if (value instanceof Long number) {
      json.put(name, number);
    } else if (value instanceof BigInteger number) {
      json.put(name, number);
    } else if (value instanceof BigDecimal number) {
      json.put(name, number);
    } else if (value instanceof Float number) {
      json.put(name, number);
    } else if (value instanceof Double number) {
      json.put(name, number);
    } else {
      json.put(name, value.toString());
    }
  }
}
