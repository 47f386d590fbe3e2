package dev.winnow.transforms.ingest.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;

/** Arrays of numbers, as Python and browsers write them. */
final class JsonNumbers {

  /** Reads an array of numbers; an element of another kind is NaN. */
  static float[] floats(JsonParser parser) throws IOException {
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

  private JsonNumbers() {}
}
