package dev.winnow.jobs.stage;

import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.schemas.Duplicates;
import dev.winnow.schemas.EvaluationLeaks;
import dev.winnow.schemas.TableSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The examples that deduplication has left so far. */
public final class Survivors {

  private static final List<TableSpec> DROPPED = List.of(Duplicates.SPEC, EvaluationLeaks.SPEC);

  /**
   * An embedding that stands for the survivors only: it names the tables of the dropped rows.
   *
   * @param dedup a stage that dropped rows; null for none
   */
  public static StageResult of(StageResult embed, StageResult dedup) {
    if (dedup == null) {
      return embed;
    }
    Map<String, Long> versions = new LinkedHashMap<>(embed.versions());
    for (TableSpec table : DROPPED) {
      if (dedup.versions().containsKey(table.name())) {
        versions.put(table.name(), dedup.version(table.name()));
      }
    }
    return new StageResult(versions, embed.rows() - dedup.rows(), embed.details());
  }

  /**
   * The rows whose id no table of dropped rows has that the result names.
   *
   * @param rows with a column id
   */
  public static Dataset<Row> among(Dataset<Row> rows, RunContext run, StageResult result) {
    Dataset<Row> left = rows;
    for (TableSpec table : DROPPED) {
      if (result.versions().containsKey(table.name())) {
        Dataset<Row> dropped = run.tables().read(table, result.version(table.name())).select("id");
        left = left.join(dropped, left.col("id").equalTo(dropped.col("id")), "left_anti");
      }
    }
    return left;
  }

  private Survivors() {}
}
