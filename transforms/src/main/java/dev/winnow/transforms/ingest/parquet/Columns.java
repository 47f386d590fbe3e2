package dev.winnow.transforms.ingest.parquet;

import java.util.List;

/** Columns of a table, and the fields of structs below them. */
public interface Columns {

  /**
   * A column, or a field below one.
   *
   * @param top name of the column
   * @param kind kind of its values
   * @param type its type in the words of the table, for messages
   */
  record Field(String top, ColumnKind kind, String type) {}

  /**
   * Finds a field. A column whose name has dots comes before a path through structs.
   *
   * @return null if there is none
   */
  Field find(String path);

  /** Returns the names of the columns. */
  List<String> names();

  /** Returns the names of the columns, and of a struct the paths of its fields instead. */
  List<String> paths();
}
