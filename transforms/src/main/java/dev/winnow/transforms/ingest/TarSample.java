package dev.winnow.transforms.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.transforms.ingest.files.InputFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Members of one WebDataset sample, found by their extensions: the image or the text is the
 * content, {@code .cls} the label, and the fields of {@code .json} are ids, labels and metadata.
 *
 * <p>{@code input.content} may name the extension of the content or, for texts, a field of the
 * JSON. {@code input.text} (for pairs), {@code input.label} and {@code input.id} each name an
 * extension or a field.
 */
final class TarSample {

  private static final Set<String> IMAGES =
      Set.of("jpg", "jpeg", "png", "webp", "gif", "bmp", "tif", "tiff", "ppm", "pgm");
  private static final String KEY = "__key__";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final InputSpec spec;
  private final InputFiles.InputFile file;
  private final String key;
  private final Map<String, byte[]> parts = new TreeMap<>();
  private String contentName;
  private String tooLarge;

  TarSample(InputSpec spec, InputFiles.InputFile file, String key) {
    this.spec = spec;
    this.file = file;
    this.key = key;
  }

  /** Returns the name of a member up to the first dot of its last path element. */
  static String key(String name) {
    int dot = name.indexOf('.', name.lastIndexOf('/') + 1);
    return dot < 0 ? name : name.substring(0, dot);
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  String key() {
    return key;
  }

  /**
   * Returns true if the member is of use. A member that is too large turns the sample into a
   * refused row.
   */
  boolean wants(String name, long size) {
    String extension = extension(name);
    boolean of =
        isContent(extension)
            || extension.equals("json")
            || extension.equals("cls")
            || extension.equals("txt")
            || extension.equals(spec.textColumn())
            || extension.equals(spec.label())
            || extension.equals(spec.id());
    if (of && size > spec.maxBytes()) {
      tooLarge = name + " must have at most " + spec.maxBytes() + " bytes, got " + size;
      return false;
    }
    return of;
  }

  void add(String name, byte[] bytes) {
    String extension = extension(name);
    if (contentName == null && isContent(extension)) {
      contentName = name;
    }
    parts.put(extension, bytes);
  }

  private boolean isContent(String extension) {
    if (spec.content() != null) {
      return extension.equals(spec.content());
    }
    return spec.modality() == Modality.TEXT ? extension.equals("txt") : IMAGES.contains(extension);
  }

  RawRow row() {
    String source = file.uri() + "#" + (contentName == null ? key : contentName);
    if (tooLarge != null) {
      return refused(source, "too_large", tooLarge);
    }
    ObjectNode fields;
    try {
      fields = fields();
    } catch (IOException e) {
      String detail =
          e instanceof JsonProcessingException j ? j.getOriginalMessage() : e.getMessage();
      return refused(source, "bad_json", key + ".json must be one JSON object: " + detail);
    }
    String claimed = KEY.equals(spec.id()) ? key : value(spec.id(), fields);
    String label =
        value(spec.label() == null && parts.containsKey("cls") ? "cls" : spec.label(), fields);
    byte[] bytes = contentName == null ? null : parts.get(extension(contentName));
    String text = null;
    boolean pair = spec.modality() == Modality.PAIR;
    if (spec.modality().hasText()) {
      String name = pair ? spec.textColumn() : spec.content();
      byte[] member = pair ? parts.get(name) : bytes;
      JsonNode field = name == null ? null : fields.remove(name);
      text = field != null && field.isTextual() ? field.asText() : null;
      if (member != null) {
        text = utf8(member);
        if (text == null) {
          return refused(
              source, "bad_utf8", (pair ? key + "." + name : contentName) + " must be UTF-8");
        }
      }
      bytes = pair ? bytes : null;
    }
    boolean other = !spec.modality().hasText() || pair && !spec.textColumn().equals("txt");
    if (other && parts.containsKey("txt") && utf8(parts.get("txt")) != null) {
      fields.put("txt", utf8(parts.get("txt")));
    }
    boolean missing = pair ? bytes == null || text == null : bytes == null && text == null;
    return new RawRow(
        claimed,
        file.relativePath(),
        contentName == null ? key : contentName,
        source,
        text,
        bytes,
        null,
        label,
        fields.toString(),
        missing ? "missing_content" : null,
        missing ? "sample " + key + " must have " + wanted(bytes != null) + ", it has none" : null);
  }

  /**
   * Describes the missing part of a sample, for the message.
   *
   * @param image true if an image was found
   */
  private String wanted(boolean image) {
    if (image) {
      return "a member or field " + spec.textColumn();
    }
    String kind = spec.modality() == Modality.TEXT ? "a member .txt" : "an image among its members";
    return spec.content() == null ? kind : "a member or field " + spec.content();
  }

  private RawRow refused(String source, String code, String message) {
    return RawRow.refused(file.relativePath(), source, code, message);
  }

  /** Returns the scalar fields of the JSON member. */
  private ObjectNode fields() throws IOException {
    ObjectNode scalars = JSON.createObjectNode();
    byte[] json = parts.get("json");
    if (json == null) {
      return scalars;
    }
    if (!(JSON.readTree(json) instanceof ObjectNode object)) {
      throw new IOException("it is not an object");
    }
    Iterator<Map.Entry<String, JsonNode>> all = object.fields();
    while (all.hasNext()) {
      Map.Entry<String, JsonNode> field = all.next();
      if (field.getValue().isValueNode()) {
        scalars.set(field.getKey(), field.getValue());
      }
    }
    return scalars;
  }

  /** Removes a field from the JSON and returns its text, or returns the text of a member. */
  private String value(String name, ObjectNode fields) {
    if (name == null) {
      return null;
    }
    JsonNode field = fields.remove(name);
    if (field != null && !field.isNull()) {
      return field.asText();
    }
    byte[] part = parts.get(name);
    String text = part == null ? null : utf8(part);
    return text == null || text.isBlank() ? null : text.strip();
  }

  /** Returns the text, or null if the bytes are not valid UTF-8. */
  private static String utf8(byte[] bytes) {
    return Strict.decode(bytes, 0, bytes.length, StandardCharsets.UTF_8);
  }
}
