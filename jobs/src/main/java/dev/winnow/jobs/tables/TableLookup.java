package dev.winnow.jobs.tables;

import dev.winnow.schemas.TableSpec;
import java.util.List;
import java.util.Map;

/**
 * Small questions to the tables of one recipe: a few rows of a table, or what one pass over it
 * counts. Versions are those of Delta; rows are values by column name, null included.
 */
public interface TableLookup {

  /** Number of rows, and the first of their ids in the order of their UTF-8 bytes. */
  record Matches(long rows, List<String> first) {}

  /** Numbers of rows at or below a hardness, in all and in a cluster. */
  record Standing(long rows, long below, long inCluster, long belowInCluster) {}

  /** {@code WAREHOUSE/NAME}. */
  String folder();

  boolean exists(TableSpec spec);

  /** All rows of a small table as it is now, in no order. */
  List<Map<String, Object>> latest(TableSpec spec, String... columns);

  /**
   * The rows whose column has a value, in no order.
   *
   * @param value a text or an {@link Integer}, as the column is
   * @param columns none for all
   */
  List<Map<String, Object>> where(
      String table, long version, String column, Object value, String... columns);

  /** Counts the rows whose text column has a value. */
  Matches matches(String table, long version, String column, String value, int first);

  /** One pass over hardness and cluster of {@code scores}. */
  Standing standing(long scores, double hardness, int cluster);

  /**
   * Ids of {@code decisions} that share the longest beginnings with a text, at least one character
   * and compared to a length of {@link IdHints#COMPARED}; ties by id.
   */
  List<String> sharingBeginning(long decisions, String text, int most);

  /** The first ids of {@code decisions}. */
  List<String> firstIds(long decisions, int most);

  /** The first ids of {@code examples} whose source ends with a text, or has it as its file. */
  List<String> ofSource(long examples, String text, int most);
}
