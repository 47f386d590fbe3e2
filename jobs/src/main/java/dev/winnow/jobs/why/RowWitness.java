package dev.winnow.jobs.why;

import dev.winnow.jobs.release.ReleaseCatalog;
import dev.winnow.jobs.tables.TableLookup;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Thumbnails;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks up the witness of a duplicate: its file, label and size, and how the row differs. */
final class RowWitness {

  private final TableLookup tables;
  private final ReleaseCatalog.Release release;

  RowWitness(TableLookup tables, ReleaseCatalog.Release release) {
    this.tables = tables;
    this.release = release;
  }

  /**
   * Returns the facts of a witness; empty where {@code examples} does not hold it.
   *
   * @param id of the row
   * @param witness id of its witness
   */
  Map<String, Object> facts(String id, String witness) {
    Map<String, Object> row = example(id);
    Map<String, Object> other = example(witness);
    if (other.isEmpty()) {
      return Map.of();
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", witness);
    facts.putAll(RowInput.facts(other));
    List<String> differs = differs(id, witness, row, other);
    if (!differs.isEmpty()) {
      facts.put("differs", differs);
    }
    return facts;
  }

  private List<String> differs(
      String id, String witness, Map<String, Object> row, Map<String, Object> other) {
    if (row.isEmpty()) {
      return List.of();
    }
    if (row.get(Examples.CONTENT_SHA256).equals(other.get(Examples.CONTENT_SHA256))) {
      return List.of("nothing: the contents are the same bytes");
    }
    if (row.get(Examples.TEXT) instanceof String text
        && other.get(Examples.TEXT) instanceof String otherText) {
      return TextDifference.of(text, otherText);
    }
    return PictureDifference.of(row, other, thumbnail(id), thumbnail(witness));
  }

  /** Returns columns of {@code examples}; empty for no such row. */
  Map<String, Object> example(String id) {
    return first(Examples.SPEC.name(), id, RowInput.COLUMNS);
  }

  /** Returns columns of {@code thumbnails}; empty for no such row. */
  Map<String, Object> thumbnail(String id) {
    return first(Thumbnails.SPEC.name(), id);
  }

  private Map<String, Object> first(String table, String id, String... columns) {
    return release.holds(table)
        ? tables.where(table, release.version(table), Examples.ID, id, columns).stream()
            .findFirst()
            .orElse(Map.of())
        : Map.of();
  }
}
