package dev.winnow.jobs.tables;

import dev.winnow.schemas.TableSpec;
import java.util.List;
import java.util.Map;

/**
 * Answers small questions about the tables of one recipe: a few rows of a table, or counts from one
 * pass over it. Versions are those of Delta. Rows are values by column name, nulls included.
 */
public interface TableLookup {

  /** Number of rows, and the first of their ids in the order of their UTF-8 bytes. */
  record Matches(long rows, List<String> first) {}

  /** Numbers of rows at or below a hardness, in all and in a cluster. */
  record Standing(long rows, long below, long inCluster, long belowInCluster) {}

  /**
   * A row that a person may mean.
   *
   * @param grade 3 if its file has the name, 2 if its id begins or ends with it, 1 if its source
   *     ends with it
   */
  record Named(String id, String source, int grade) {

    static final int FILE = 3;
    static final int ID = 2;
    static final int PART = 1;
  }

  /** Returns {@code WAREHOUSE/NAME}. */
  String folder();

  boolean exists(TableSpec spec);

  /** Returns all rows of the current version of a small table, in no order. */
  List<Map<String, Object>> latest(TableSpec spec, String... columns);

  /**
   * Returns the rows whose column has a value, in no order.
   *
   * @param value a text or an {@link Integer}, like the column
   * @param columns none for all
   */
  List<Map<String, Object>> where(
      String table, long version, String column, Object value, String... columns);

  /** Counts the rows whose text column has a value. */
  Matches matches(String table, long version, String column, String value, int first);

  /** Counts the rows of {@code scores} by hardness and cluster, in one pass. */
  Standing standing(long scores, double hardness, int cluster);

  /**
   * Finds the ids of {@code decisions} that share the longest beginnings with a text. At least one
   * character must be equal, the first {@link IdHints#COMPARED} are compared, and ties go by id.
   */
  List<String> findByBeginning(long decisions, String text, int most);

  /** Returns the first ids of {@code decisions}. */
  List<String> firstIds(long decisions, int most);

  /**
   * Finds the first ids of {@code examples} whose source ends with a text, or has the text as its
   * file.
   */
  List<String> findBySource(long examples, String text, int most);

  /**
   * Finds rows by the end of their source or by either end of their id; those of the highest grade,
   * ties by id.
   *
   * @param table with columns {@code id} and {@code source}
   * @param spellings texts of which one must fit
   */
  List<Named> named(String table, long version, List<String> spellings, int most);
}
