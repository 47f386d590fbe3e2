package dev.winnow.transforms.ingest.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Fields of one JSON object: the scalar ones, and one array of numbers. Other fields are passed
 * over unread.
 *
 * <p>{@code NaN} and {@code Infinity} are numbers, as Python writes them. A number keeps its text,
 * whatever its length. Of a name that occurs twice the last value counts, as in Python and in
 * browsers.
 */
public final class JsonFields {

  /** Deepest nesting that is passed over; a deeper object is refused. */
  private static final int DEPTH = 100_000;

  /** A longer number is a string in {@link #rest}: other parsers refuse it as a number. */
  private static final int DIGITS = 100;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private enum Kind {
    STRING,
    NUMBER,
    LITERAL,
    NULL
  }

  private record Scalar(Kind kind, String text) {}

  private final Map<String, Scalar> scalars = new LinkedHashMap<>();
  private float[] vector;

  /**
   * Parses a text that is one JSON object.
   *
   * @param array name of the field with an array of numbers; null for none
   * @throws JsonParseException if the text is no JSON, or something else than one object
   */
  public static JsonFields parse(String text, String array) throws IOException {
    JsonFields fields = new JsonFields();
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new JsonParseException(parser, "it is no object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value == JsonToken.START_ARRAY && name.equals(array)) {
          fields.scalars.remove(name);
          fields.vector = floats(parser);
        } else {
          if (name.equals(array)) {
            fields.vector = null;
          }
          fields.add(name, value, parser);
        }
      }
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "more text follows the object");
      }
    }
    return fields;
  }

  /**
   * Returns true if a text is one whole JSON array.
   *
   * @param objects true if its elements must be objects, at least one
   */
  public static boolean isArray(String text, boolean objects) {
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        return false;
      }
      boolean empty = true;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (objects && parser.currentToken() != JsonToken.START_OBJECT) {
          return false;
        }
        empty = false;
        parser.skipChildren();
      }
      return parser.nextToken() == null && !(objects && empty);
    } catch (IOException e) {
      return false;
    }
  }

  private void add(String name, JsonToken value, JsonParser parser) throws IOException {
    switch (value) {
      case VALUE_STRING -> scalars.put(name, new Scalar(Kind.STRING, parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          scalars.put(name, new Scalar(Kind.NUMBER, parser.getText()));
      case VALUE_TRUE, VALUE_FALSE -> scalars.put(name, new Scalar(Kind.LITERAL, parser.getText()));
      case VALUE_NULL -> scalars.put(name, new Scalar(Kind.NULL, null));
      default -> {
        scalars.remove(name);
        parser.skipChildren();
      }
    }
  }

  /** Reads an array of numbers; an element of another kind is NaN. */
  private static float[] floats(JsonParser parser) throws IOException {
    float[] values = new float[64];
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      JsonToken token = parser.currentToken();
      values[count++] = token.isNumeric() ? number(parser.getText()) : Float.NaN;
      parser.skipChildren();
    }
    return Arrays.copyOf(values, count);
  }

  private static float number(String text) {
    return switch (text) {
      case "INF", "+INF", "+Infinity" -> Float.POSITIVE_INFINITY;
      case "-INF" -> Float.NEGATIVE_INFINITY;
      default -> (float) Double.parseDouble(text);
    };
  }

  /** Returns true if a text holds half a surrogate pair, which UTF-8 can't hold. */
  public static boolean isTorn(String text) {
    return text != null && !StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /** Returns the array of numbers; null if there is none. */
  public float[] vector() {
    return vector;
  }

  /** Returns true if the field is a string. */
  public boolean isString(String name) {
    return scalars.containsKey(name) && scalars.get(name).kind() == Kind.STRING;
  }

  /** Removes a field. Returns its text; null if it is absent, null, an array or an object. */
  public String take(String name) {
    Scalar scalar = name == null ? null : scalars.remove(name);
    return scalar == null ? null : scalar.text();
  }

  /** Adds a string. */
  public void put(String name, String text) {
    scalars.put(name, new Scalar(Kind.STRING, text));
  }

  /**
   * Returns the remaining scalar fields as a JSON object. Halves of surrogate pairs are escaped, so
   * that they stay apart.
   */
  public String rest() throws IOException {
    StringWriter out = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(out)) {
      if (scalars.entrySet().stream()
          .anyMatch(field -> isTorn(field.getKey()) || isTorn(field.getValue().text()))) {
        generator.enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());
      }
      generator.writeStartObject();
      for (Map.Entry<String, Scalar> field : scalars.entrySet()) {
        generator.writeFieldName(field.getKey());
        write(field.getValue(), generator);
      }
      generator.writeEndObject();
    }
    return out.toString();
  }

  private static void write(Scalar scalar, JsonGenerator generator) throws IOException {
    switch (scalar.kind()) {
      case NULL -> generator.writeNull();
      case LITERAL -> generator.writeBoolean(scalar.text().equals("true"));
      case STRING -> generator.writeString(scalar.text());
      case NUMBER -> {
        char last = scalar.text().charAt(scalar.text().length() - 1);
        if (Character.isDigit(last) && scalar.text().length() <= DIGITS) {
          generator.writeNumber(scalar.text());
        } else {
          generator.writeString(scalar.text());
        }
      }
    }
  }
}
