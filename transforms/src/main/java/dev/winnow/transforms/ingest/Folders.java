package dev.winnow.transforms.ingest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.transforms.ingest.files.FolderColumns;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.json.JsonFields;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Columns that the folders of one file hold, as {@code split=train}. A column or a field of the
 * file comes first. The recipe may name any folder of the file's path; folders below the input path
 * are metadata too.
 */
final class Folders {

  private final InputSpec spec;
  private final Map<String, String> all;
  private final Map<String, String> below;

  Folders(InputSpec spec, InputFiles.InputFile file) {
    this.spec = spec;
    this.all = FolderColumns.of(file.uri());
    this.below = FolderColumns.of(file.relativePath());
  }

  /** Returns true if a folder holds the column. */
  boolean has(String name) {
    return all.containsKey(name);
  }

  /** Returns the names of all columns. */
  Set<String> names() {
    return all.keySet();
  }

  /** Returns the value of a column; null for none. */
  String get(String name) {
    return name == null ? null : all.get(name);
  }

  /**
   * Adds the columns that the recipe does not name.
   *
   * @param own true for the names of the file's own columns
   */
  void putMetadata(ObjectNode metadata, Predicate<String> own) {
    List<String> used = TableColumns.named(spec);
    below.forEach(
        (name, value) -> {
          if (value != null && !used.contains(name) && !own.test(name)) {
            metadata.put(name, value);
          }
        });
  }

  /** Returns the columns that the recipe does not name, as a JSON object. */
  String metadata() {
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    putMetadata(metadata, name -> false);
    return metadata.toString();
  }

  /** Adds the columns that the recipe does not name, where a row has no field of the name. */
  void putMetadata(JsonFields fields) {
    List<String> used = TableColumns.named(spec);
    below.forEach(
        (name, value) -> {
          if (value != null && !used.contains(name) && !fields.has(name)) {
            fields.put(name, value);
          }
        });
  }
}
