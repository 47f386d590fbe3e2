package dev.winnow.transforms.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;

/**
 * Parses one line with a JSON object: the fields for id, content and label, and all other scalar
 * fields as metadata.
 */
final class JsonLine implements Serializable {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final InputSpec spec;

  JsonLine(InputSpec spec) {
    this.spec = spec;
  }

  RawRow parse(byte[] line, String path, String source) {
    if (line.length > spec.maxBytes()) {
      return RawRow.refused(
          path,
          source,
          "too_large",
          "line must have at most " + spec.maxBytes() + " bytes, got " + line.length);
    }
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(line))
              .toString();
    } catch (CharacterCodingException e) {
      return RawRow.refused(path, source, "bad_utf8", "line must be UTF-8: " + e.getMessage());
    }
    if (text.startsWith("\ufeff")) {
      text = text.substring(1);
    }
    if (text.isBlank()) {
      return RawRow.refused(path, source, "empty_line", "line must hold a JSON object, got none");
    }
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return RawRow.refused(
          path, source, "bad_json", "line must be one JSON object: " + e.getOriginalMessage());
    }
    if (!(node instanceof ObjectNode object)) {
      return RawRow.refused(path, source, "bad_json", "line must be one JSON object");
    }
    return fields(object, path, source);
  }

  private RawRow fields(ObjectNode object, String path, String source) {
    String claimed = scalar(spec.id() == null ? null : object.remove(spec.id()));
    String label = scalar(spec.label() == null ? null : object.remove(spec.label()));
    JsonNode content = object.remove(spec.contentColumn());
    ObjectNode rest = JSON.createObjectNode();
    Iterator<Map.Entry<String, JsonNode>> others = object.fields();
    while (others.hasNext()) {
      Map.Entry<String, JsonNode> other = others.next();
      if (other.getValue().isValueNode()) {
        rest.set(other.getKey(), other.getValue());
      }
    }
    String metadata = rest.toString();
    if (spec.modality() == Modality.EMBEDDING) {
      if (content == null || !content.isArray()) {
        return missing(claimed, path, source, label, metadata, "an array of numbers");
      }
      float[] vector = new float[content.size()];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = content.get(i).isNumber() ? content.get(i).floatValue() : Float.NaN;
      }
      return new RawRow(claimed, path, "", source, null, null, vector, label, metadata, null, null);
    }
    if (content == null || !content.isTextual()) {
      return missing(claimed, path, source, label, metadata, "a string");
    }
    // Checked here, because Spark's strings would replace half a pair by a question mark.
    boolean whole = StandardCharsets.UTF_8.newEncoder().canEncode(content.textValue());
    return new RawRow(
        claimed,
        path,
        "",
        source,
        whole ? content.textValue() : null,
        null,
        null,
        label,
        metadata,
        whole ? null : "bad_text",
        whole ? null : "text must not hold half a surrogate pair");
  }

  private RawRow missing(
      String claimed, String path, String source, String label, String metadata, String type) {
    return new RawRow(
        claimed,
        path,
        "",
        source,
        null,
        null,
        null,
        label,
        metadata,
        "missing_content",
        "field " + spec.contentColumn() + " must be " + type);
  }

  private static String scalar(JsonNode node) {
    return node == null || node.isNull() || !node.isValueNode() ? null : node.asText();
  }
}
