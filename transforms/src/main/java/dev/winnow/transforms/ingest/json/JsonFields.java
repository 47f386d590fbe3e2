package dev.winnow.transforms.ingest.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.winnow.transforms.text.Printable;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Fields of one JSON object: the scalar ones, those inside objects and arrays that a path names,
 * and one array of numbers. Other fields are passed over unread.
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

  static final JsonFactory JSON =
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

  /** Characters around a fault that its message shows. */
  private static final int SHOWN = 40;

  private static final String NO_OBJECT = "it is no object";
  private static final String MORE = "more text follows the object";

  private final Map<String, Scalar> scalars = new LinkedHashMap<>();

  /** Number of steps to each field that was met; a name with dots is one step. */
  private final Map<String, Integer> steps = new HashMap<>();

  private final Collection<String> paths;
  private final String array;
  private float[] vector;

  private JsonFields(Collection<String> paths, String array) {
    this.paths = paths;
    this.array = array;
  }

  /**
   * Parses a text that is one JSON object.
   *
   * @param array name of the field with an array of numbers, or its path; null for none
   * @param paths paths of scalars inside objects and arrays, such as {@code choices.0.text}; a
   *     field whose name is the whole path comes first
   * @throws JsonParseException if the text is no JSON, or something else than one object
   */
  public static JsonFields parse(String text, String array, Collection<String> paths)
      throws IOException {
    JsonFields fields = new JsonFields(paths, array);
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new JsonParseException(parser, NO_OBJECT);
      }
      fields.object("", 1, parser);
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, MORE);
      }
    }
    return fields;
  }

  /**
   * Returns the fault of a text that is no JSON object, in words of our own, with its place and the
   * text there.
   */
  public static String fault(String text, JsonProcessingException fault) {
    String message = fault.getOriginalMessage();
    if (NO_OBJECT.equals(message) || MORE.equals(message)) {
      return "but " + message;
    }
    long offset = fault.getLocation() == null ? 0 : fault.getLocation().getCharOffset();
    int at = (int) Math.max(0, Math.min(offset, text.length()));
    // Releases of Jackson name the begin of a word or its end.
    while (at > 0 && Character.isLetterOrDigit(text.charAt(at - 1))) {
      at--;
    }
    int from = Math.max(0, at - SHOWN / 2);
    int to = Math.min(text.length(), from + SHOWN);
    return "but it breaks at character "
        + at
        + (at == text.length() ? ", where it ends" : "")
        + ": "
        + (from > 0 ? "..." : "")
        + Printable.of(text.substring(from, to))
        + (to < text.length() ? "..." : "");
  }

  private void object(String prefix, int step, JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = prefix + parser.currentName();
      value(name, step, parser.nextToken(), parser);
    }
  }

  private void value(String name, int step, JsonToken value, JsonParser parser) throws IOException {
    boolean leads = leads(name);
    if (leads) {
      // The last value of a name that occurs twice counts, also for the fields below it.
      forgetBelow(name + ".", step);
    }
    boolean wanted = step == 1 || paths.contains(name) || name.equals(array);
    if (wanted) {
      if (steps.getOrDefault(name, step) < step) {
        parser.skipChildren();
        return;
      }
      steps.put(name, step);
      if (name.equals(array)) {
        vector = null;
      }
      if (value == JsonToken.START_ARRAY && name.equals(array)) {
        scalars.remove(name);
        vector = JsonNumbers.floats(parser);
        return;
      }
    }
    if (leads && value == JsonToken.START_OBJECT) {
      scalars.remove(name);
      object(name + ".", step + 1, parser);
    } else if (leads && value == JsonToken.START_ARRAY) {
      scalars.remove(name);
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        value(name + "." + i, step + 1, parser.currentToken(), parser);
      }
    } else if (wanted) {
      add(name, value, parser);
    } else {
      parser.skipChildren();
    }
  }

  /** Returns true if a path goes through a field. */
  private boolean leads(String name) {
    for (String path : paths) {
      if (isBelow(path, name)) {
        return true;
      }
    }
    return array != null && isBelow(array, name);
  }

  private static boolean isBelow(String path, String name) {
    return path.length() > name.length()
        && path.charAt(name.length()) == '.'
        && path.startsWith(name);
  }

  private void forgetBelow(String prefix, int step) {
    steps
        .entrySet()
        .removeIf(
            known -> {
              boolean below = known.getKey().startsWith(prefix) && known.getValue() > step;
              if (below) {
                scalars.remove(known.getKey());
                vector = known.getKey().equals(array) ? null : vector;
              }
              return below;
            });
  }

  /** Returns true if the object has a field, with any value. */
  public boolean has(String name) {
    return steps.containsKey(name);
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

  /** Returns the names of the fields, without those below others. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    steps.forEach(
        (name, step) -> {
          if (step == 1) {
            names.add(name);
          }
        });
    return names;
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
