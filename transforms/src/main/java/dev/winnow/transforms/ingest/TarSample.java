package dev.winnow.transforms.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.json.JsonFields;
import dev.winnow.transforms.ingest.tar.TarMember;
import dev.winnow.transforms.ingest.tar.TarPart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
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
 * extension or a field. An extension goes from the first dot of the name to its end; the part
 * behind the last dot also matches, if no member has the extension alone. Members of other
 * extensions are named in the metadata.
 */
final class TarSample {

  private static final Set<String> IMAGES =
      Set.of("jpg", "jpeg", "png", "webp", "gif", "bmp", "tif", "tiff", "ppm", "pgm");
  private static final String KEY = "__key__";

  /** Field of the metadata with the extensions of the members that were not read. */
  private static final String OTHERS = "__unread__";

  /** Extensions of unread members that are kept. */
  private static final int UNREAD = 100;

  private final InputSpec spec;
  private final InputFiles.InputFile file;
  private final String key;
  private final long position;
  private final Set<String> names = new HashSet<>();
  private final Set<String> unread = new LinkedHashSet<>();
  private final TarPart content = new TarPart();
  private final Map<String, TarPart> parts = new TreeMap<>();
  private String code;
  private String message;
  private boolean repeated;

  /**
   * @param key name that the members share
   * @param position offset of the first member in the shard
   */
  TarSample(InputSpec spec, InputFiles.InputFile file, String key, long position) {
    this.spec = spec;
    this.file = file;
    this.key = key;
    this.position = position;
    parts.put("json", new TarPart());
    parts.put("cls", new TarPart());
    parts.put("txt", new TarPart());
    for (String name : new String[] {spec.textColumn(), spec.label(), spec.id()}) {
      if (name != null) {
        parts.putIfAbsent(name, new TarPart());
      }
    }
  }

  /** Returns the name of a member up to the first dot of its last path element. */
  static String key(String name) {
    int dot = name.indexOf('.', name.lastIndexOf('/') + 1);
    return dot < 0 ? name : name.substring(0, dot);
  }

  /**
   * Returns the extension of a member from the first dot on, in lower case; empty without a dot.
   */
  private static String full(String name) {
    int dot = name.indexOf('.', name.lastIndexOf('/') + 1);
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  private static String last(String full) {
    return full.substring(full.lastIndexOf('.') + 1);
  }

  String key() {
    return key;
  }

  /** Refuses the sample, because other members of it stand at an earlier position of the shard. */
  void repeats(long earlier) {
    repeated = true;
    refuse(
        "repeated_sample",
        "members of sample "
            + key
            + " must follow each other and occur once, others stand at byte "
            + earlier
            + " of the shard");
  }

  /** Refuses the sample; the first reason stays. */
  void refuse(String why, String detail) {
    if (code == null) {
      code = why;
      message = detail;
    }
  }

  /** Refuses the sample for the size of a member, in bytes. */
  void refuseSize(String name, long size) {
    refuse("too_large", name + " must have at most " + spec.maxBytes() + " bytes, got " + size);
  }

  /** Notes the name of a member. Returns false if the sample has it already. */
  boolean isNew(String name) {
    return names.add(name);
  }

  /**
   * Returns true if the content of the member is to be read. A member that is too large turns the
   * sample into a refused row.
   */
  boolean wants(TarMember member) {
    String full = full(member.name());
    String last = last(full);
    boolean kept = isContent(full, last) && content.keeps(isPlain(full, last));
    boolean of = isContent(full, last);
    for (Map.Entry<String, TarPart> part : parts.entrySet()) {
      if (matches(part.getKey(), full, last)) {
        of = true;
        kept |= part.getValue().keeps(part.getKey().equals(full));
      }
    }
    if (of && (!kept || repeated)) {
      offer(member.name(), null);
    } else if (kept && member.size() > spec.maxBytes()) {
      refuseSize(member.name(), member.size());
      kept = false;
    }
    if (!kept && unread.size() < UNREAD) {
      unread.add(full);
    }
    return kept && !repeated;
  }

  /** Adds the content of a member that {@link #wants} returned true for. */
  void add(String name, byte[] bytes) {
    offer(name, bytes);
  }

  private void offer(String name, byte[] bytes) {
    String full = full(name);
    String last = last(full);
    if (isContent(full, last)) {
      content.offer(name, isPlain(full, last), bytes);
    }
    for (Map.Entry<String, TarPart> part : parts.entrySet()) {
      if (matches(part.getKey(), full, last)) {
        part.getValue().offer(name, part.getKey().equals(full), bytes);
      }
    }
  }

  private static boolean matches(String wanted, String full, String last) {
    return wanted.equals(full) || wanted.equals(last);
  }

  private boolean isContent(String full, String last) {
    if (spec.content() != null) {
      return matches(spec.content(), full, last);
    }
    return spec.modality() == Modality.TEXT ? last.equals("txt") : IMAGES.contains(last);
  }

  private boolean isPlain(String full, String last) {
    return spec.content() == null ? full.equals(last) : full.equals(spec.content());
  }

  /** Returns the row of the sample, once all its members were added. */
  RawRow row() {
    String name = content.name() == null ? key : content.name();
    String source = file.uri() + "#" + name;
    if (code != null) {
      return refused(repeated ? source + "@" + position : source, code, message);
    }
    if (content.isAmbiguous()) {
      return refused(
          source,
          "ambiguous_content",
          "sample "
              + key
              + " must have one content, it has "
              + content.names()
              + "; name an extension in input.content");
    }
    for (Map.Entry<String, TarPart> part : parts.entrySet()) {
      if (part.getValue().isAmbiguous() && (!part.getKey().equals("txt") || isNamed("txt"))) {
        return refused(
            source,
            "ambiguous_content",
            "sample "
                + key
                + " must have one ."
                + part.getKey()
                + ", it has "
                + part.getValue().names());
      }
    }
    try {
      return row(name, source, fields());
    } catch (IOException e) {
      String detail =
          e instanceof JsonProcessingException j
              ? JsonFields.fault(String.valueOf(utf8(bytes("json"))), j)
              : "but it is not UTF-8";
      return refused(source, "bad_json", key + ".json must be one JSON object, " + detail);
    }
  }

  /** Returns true if the recipe names the part, so that the row depends on it. */
  private boolean isNamed(String part) {
    return part.equals(spec.id()) || part.equals(spec.label()) || part.equals(spec.textColumn());
  }

  private RawRow row(String name, String source, JsonFields fields) throws IOException {
    boolean byDefault = spec.label() == null && bytes("cls") != null;
    String claimed = KEY.equals(spec.id()) ? key : value(spec.id(), fields);
    String label = value(byDefault ? "cls" : spec.label(), fields);
    Folders folders = new Folders(spec, file);
    claimed = claimed == null ? folders.get(spec.id()) : claimed;
    label = label == null ? folders.get(spec.label()) : label;
    folders.putMetadata(fields);
    byte[] bytes = content.bytes();
    String text = null;
    boolean pair = spec.modality() == Modality.PAIR;
    if (spec.modality().hasText()) {
      String column = pair ? spec.textColumn() : spec.content();
      byte[] member = pair ? bytes(column) : bytes;
      text = column != null && fields.isString(column) ? fields.take(column) : null;
      if (member != null) {
        text = utf8(member);
        if (text == null) {
          return refused(
              source, "bad_utf8", (pair ? parts.get(column).name() : name) + " must be UTF-8");
        }
      }
      bytes = pair ? bytes : null;
    }
    for (String value : new String[] {claimed, label, text}) {
      if (JsonFields.isTorn(value)) {
        return refused(
            source, "bad_text", "fields of " + key + " must not hold half a surrogate pair");
      }
    }
    boolean other = !spec.modality().hasText() || pair && !spec.textColumn().equals("txt");
    String caption = other && bytes("txt") != null ? utf8(bytes("txt")) : null;
    if (caption != null) {
      fields.put("txt", caption);
    }
    if (!unread.isEmpty()) {
      fields.put(OTHERS, String.join(" ", unread));
    }
    boolean missing = pair ? bytes == null || text == null : bytes == null && text == null;
    return new RawRow(
        claimed,
        file.relativePath(),
        name,
        source,
        position,
        text,
        bytes,
        null,
        label,
        fields.rest(),
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

  private RawRow refused(String source, String why, String detail) {
    return RawRow.refused(file.relativePath(), source, why, detail).at(position);
  }

  private byte[] bytes(String part) {
    return parts.containsKey(part) ? parts.get(part).bytes() : null;
  }

  /** Returns the scalar fields of the JSON member. */
  private JsonFields fields() throws IOException {
    byte[] json = bytes("json");
    if (json == null) {
      return JsonFields.parse("{}", null, List.of());
    }
    String text = utf8(json);
    if (text == null) {
      throw new IOException("it is not UTF-8");
    }
    return JsonFields.parse(
        text.startsWith("\ufeff") ? text.substring(1) : text, null, JsonLine.paths(spec));
  }

  /** Removes a field from the JSON and returns its text, or returns the text of a member. */
  private String value(String name, JsonFields fields) {
    String field = fields.take(name);
    if (name == null || field != null) {
      return field;
    }
    byte[] part = bytes(name);
    String text = part == null ? null : utf8(part);
    return text == null || text.isBlank() ? null : text.strip();
  }

  /** Returns the text behind a byte order mark, or null if the bytes are not valid UTF-8. */
  private static String utf8(byte[] bytes) {
    String text = Strict.decode(bytes, 0, bytes.length, StandardCharsets.UTF_8);
    return text != null && text.startsWith("\ufeff") ? text.substring(1) : text;
  }
}
