package dev.winnow.transforms.ingest;

import dev.winnow.transforms.ingest.files.FolderColumns;
import dev.winnow.transforms.ingest.files.InputMismatch;
import dev.winnow.transforms.ingest.parquet.ColumnKind;
import dev.winnow.transforms.ingest.parquet.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks of the columns that a recipe names against those of a table.
 *
 * @param columns columns of the table or of a parquet file
 * @param nulls columns without any value
 * @param place name of the table or of one of the files, for messages
 */
record TableColumns(InputSpec spec, Columns columns, Set<String> nulls, String place) {

  /**
   * Checks the columns that the recipe names.
   *
   * @throws InputMismatch if a column is missing, or its type can't be read
   */
  void check() {
    content("content", spec.contentColumn());
    if (spec.modality() == Modality.PAIR) {
      content("text", spec.textColumn());
    }
    scalar("id", spec.id());
    scalar("label", spec.label());
  }

  /** Returns the columns that the recipe names, also by default. */
  static List<String> named(InputSpec spec) {
    return Stream.of(spec.contentColumn(), spec.textColumn(), spec.id(), spec.label())
        .filter(Objects::nonNull)
        .toList();
  }

  /**
   * Checks the column of ids or labels.
   *
   * @return its kind; null if it has no value, a folder's name holds it, or the recipe names none
   */
  ColumnKind scalar(String key, String name) {
    if (name == null || isNull(name) || isFolder(name)) {
      return null;
    }
    Columns.Field field = field(key, name);
    require(field.kind().isScalar(), key, name, "a string, a number or another scalar", field);
    return field.kind();
  }

  /**
   * Checks a column of contents.
   *
   * @return its kind; null if the column has no value
   */
  ColumnKind content(String key, String name) {
    if (isNull(name)) {
      return null;
    }
    Columns.Field field = field(key, name);
    ColumnKind kind = field.kind();
    if (spec.modality() == Modality.TEXT || key.equals("text")) {
      require(kind == ColumnKind.TEXT, key, name, "a string", field);
    } else if (spec.modality() == Modality.EMBEDDING) {
      require(kind == ColumnKind.NUMBERS, key, name, "a list of numbers", field);
    } else {
      boolean image =
          kind == ColumnKind.TEXT || kind == ColumnKind.BYTES || kind == ColumnKind.BYTES_IN_STRUCT;
      require(image, key, name, "bytes, a struct with bytes, or a path", field);
    }
    return kind;
  }

  /** Returns true if the name of a folder holds the column, and the table does not. */
  boolean isFolder(String name) {
    return columns.find(name) == null && FolderColumns.of(place).containsKey(name);
  }

  /** Returns true if the column has no value in any row. */
  boolean isNull(String name) {
    Columns.Field field = columns.find(name);
    return field != null
        ? nulls.contains(field.top())
        : nulls.stream().anyMatch(top -> name.startsWith(top + "."));
  }

  private Columns.Field field(String key, String name) {
    Columns.Field field = columns.find(name);
    if (field != null) {
      return field;
    }
    List<String> names = new ArrayList<>(columns.paths());
    names.addAll(FolderColumns.of(place).keySet());
    String alike =
        names.stream()
            .filter(other -> other.equalsIgnoreCase(name))
            .findFirst()
            .map(other -> "; names are case-sensitive: write " + other + ", or rename the column")
            .orElse("");
    throw new InputMismatch(
        "input."
            + key
            + " must name a column of the input, got "
            + name
            + "; the columns of "
            + place
            + " are "
            + String.join(", ", names)
            + alike);
  }

  private void require(boolean holds, String key, String column, String rule, Columns.Field field) {
    if (!holds) {
      throw new InputMismatch(
          "column "
              + column
              + " of "
              + place
              + " must be "
              + rule
              + " for modality "
              + spec.modality().label()
              + ", got "
              + field.type()
              + "; convert it when you write the file, or name another column in input."
              + key);
    }
  }
}
