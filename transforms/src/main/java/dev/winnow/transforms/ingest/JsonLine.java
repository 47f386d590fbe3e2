package dev.winnow.transforms.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.json.JsonFields;
import dev.winnow.transforms.ingest.json.JsonLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Parses one line with a JSON object: the fields for id, content and label, and all other scalar
 * fields as metadata. A field that the recipe does not name never costs the row.
 */
final class JsonLine {

  /** Characters of a value in a message. */
  private static final int SHOWN = 40;

  /** Words that writers of JSON give for numbers that are none. */
  private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");

  private final InputSpec spec;
  private final String array;
  private final String path;
  private final Folders folders;
  private final List<String> paths;

  JsonLine(InputSpec spec, InputFiles.InputFile file) {
    this.spec = spec;
    this.path = file.relativePath();
    this.folders = new Folders(spec, file);
    this.array = spec.modality() == Modality.EMBEDDING ? spec.contentColumn() : null;
    this.paths = paths(spec);
  }

  /** Returns the names of the recipe that may be paths. */
  static List<String> paths(InputSpec spec) {
    return TableColumns.named(spec).stream().filter(name -> name.indexOf('.') > 0).toList();
  }

  RawRow parse(byte[] line, String source) {
    String text = Strict.decode(line, 0, line.length, StandardCharsets.UTF_8);
    if (text == null) {
      int at = Strict.malformed(line, StandardCharsets.UTF_8);
      return RawRow.refused(
          path,
          source,
          "bad_utf8",
          String.format(
              "line must be UTF-8, got byte 0x%02X at byte %d of it; write the file as UTF-8, such"
                  + " as by iconv -f windows-1252 -t utf-8",
              line[at] & 0xff, at));
    }
    if (text.startsWith("\ufeff")) {
      text = text.substring(1);
    }
    if (text.isBlank()) {
      return RawRow.refused(path, source, "empty_line", "line must hold a JSON object, got none");
    }
    try {
      return fields(JsonFields.parse(text, array, paths), source);
    } catch (JsonProcessingException e) {
      if (JsonLayout.isArray(text, true)) {
        return RawRow.refused(path, source, "json_array", JsonLayout.ARRAY.message());
      }
      return RawRow.refused(
          path, source, "bad_json", "line must be one JSON object, " + JsonFields.fault(text, e));
    } catch (IOException e) {
      throw new UncheckedIOException("can't read a text in memory", e);
    }
  }

  private RawRow fields(JsonFields fields, String source) throws IOException {
    folders.putMetadata(fields);
    boolean number = spec.id() != null && !fields.isString(spec.id());
    String claimed = takeOrFolder(fields, spec.id());
    if (number && NOT_FINITE.contains(String.valueOf(claimed))) {
      // As in a table: NaN stands for no value.
      claimed = null;
    }
    String label = takeOrFolder(fields, spec.label());
    boolean there = fields.has(spec.contentColumn());
    boolean string = fields.isString(spec.contentColumn());
    String content = fields.take(spec.contentColumn());
    String metadata = fields.rest();
    String code = null;
    String message = null;
    if (JsonFields.isTorn(claimed) || JsonFields.isTorn(label)) {
      boolean id = JsonFields.isTorn(claimed);
      code = "bad_text";
      message =
          "field "
              + (id ? spec.id() : spec.label())
              + " must not hold half a surrogate pair, which no UTF-8 text can hold";
      claimed = id ? null : claimed;
      label = id ? label : null;
    } else if (array != null ? fields.vector() == null : !string) {
      code = "missing_content";
      message =
          "field "
              + spec.contentColumn()
              + " must be "
              + (array == null ? "a string" : "an array of numbers")
              + (there ? ", got " + shown(content) : ", but the line has no such field");
    } else if (JsonFields.isTorn(content)) {
      code = "bad_text";
      message = "text must not hold half a surrogate pair";
    }
    boolean read = code == null;
    return new RawRow(
        claimed,
        path,
        "",
        source,
        0,
        read && array == null ? content : null,
        null,
        read ? fields.vector() : null,
        label,
        metadata,
        code,
        message);
  }

  /** Returns a value for a message; null stands for one that is no scalar. */
  private static String shown(String value) {
    if (value == null) {
      return "null, a list or an object";
    }
    return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...";
  }

  private String takeOrFolder(JsonFields fields, String name) {
    boolean own = name == null || fields.has(name);
    return own ? fields.take(name) : folders.get(name);
  }
}
