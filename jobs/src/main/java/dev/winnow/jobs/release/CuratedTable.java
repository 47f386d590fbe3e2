package dev.winnow.jobs.release;

import static dev.winnow.schemas.Decisions.KEEP_QUANTILE;
import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.tables.Columns;
import dev.winnow.jobs.tables.Staging;
import dev.winnow.jobs.tables.TablePrefix;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.schemas.Curated;
import dev.winnow.schemas.Decisions;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Table {@code curated}, whose files are ranges of ranks. A cut of the same order keeps the files
 * with ranks up to its size, so it writes only the rows of one file again, or the further rows.
 */
public final class CuratedTable {

  /** Most rows of a table of one file. */
  private static final long ONE_FILE = 20_000;

  /** Fewest files of a larger table, so that a cut writes a small part of it again. */
  private static final int FEWEST = 16;

  /** Bytes of the rows of one file. */
  private static final long FILE_BYTES = 128L << 20;

  /**
   * Curated rows of the same order in the table.
   *
   * @param version version of the table
   * @param kept number of its rows, whose ranks are 1 to this number
   */
  public record Base(long version, long kept) {}

  private final TableStore tables;
  private final Staging staging;
  private final Optional<TablePrefix> prefix;
  private final long from;
  private final long kept;
  private Dataset<Row> staged;

  /**
   * @param staging folder of the rows until they are committed
   * @param base rows of the same order; null for none
   * @param kept number of rows of the new version
   */
  CuratedTable(TableStore tables, Staging staging, Base base, long kept) {
    this.tables = tables;
    this.staging = staging;
    this.kept = kept;
    this.prefix =
        base == null
            ? Optional.empty()
            : tables.prefix(Curated.SPEC, base.version(), KEEP_RANK, kept);
    this.from = prefix.isEmpty() ? 0 : base.kept();
  }

  /**
   * Stages the rows that the table gets, and returns all rows of its new version.
   *
   * @param examples accepted rows
   * @param decisions a decision for each of them
   */
  Dataset<Row> stage(Dataset<Row> examples, Dataset<Row> decisions) {
    if (prefix.isEmpty()) {
      staged = staging.store(Curated.SPEC.name(), rows(examples, decisions));
      return staged;
    }
    Dataset<Row> others =
        kept > from
            ? prefix
                .get()
                .rest()
                .unionByName(rows(examples, decisions.where(col(KEEP_RANK).gt(from))))
            : prefix.get().rest();
    staged = staging.store(Curated.SPEC.name(), others);
    return prefix.get().whole().unionByName(staged);
  }

  /**
   * Commits the staged rows.
   *
   * @return the version that holds the rows of {@link #stage}
   */
  long commit(String key, Map<String, String> properties) {
    Dataset<Row> rows = inRankOrder();
    return prefix.isEmpty()
        ? tables.overwrite(Curated.SPEC, rows, key, properties)
        : tables.overwrite(Curated.SPEC, prefix.get(), rows, key, properties);
  }

  /**
   * Divides the staged rows into files. Rows that no earlier file holds make at least 16 files if
   * they are many; the rest of an earlier file makes one, unless it is large.
   */
  private Dataset<Row> inRankOrder() {
    long forBytes = 1 + staging.bytes(Curated.SPEC.name()) / FILE_BYTES;
    int files = (int) (kept - from > ONE_FILE ? Math.max(FEWEST, forBytes) : forBytes);
    Dataset<Row> parts =
        files == 1 ? staged.repartition(1) : staged.repartitionByRange(files, col(KEEP_RANK));
    return parts.sortWithinPartitions(KEEP_RANK);
  }

  /** Returns the rows of table curated, with those columns of it that the decisions give. */
  public static Dataset<Row> rows(Dataset<Row> examples, Dataset<Row> decisions) {
    return Columns.complete(
        examples.join(
            decisions
                .where(col(Decisions.KEPT))
                .select(
                    col("id"),
                    col(CLUSTER_ID),
                    col("score").as("hardness"),
                    col(KEEP_RANK),
                    col(KEEP_QUANTILE)),
            "id"),
        Curated.SPEC);
  }
}
