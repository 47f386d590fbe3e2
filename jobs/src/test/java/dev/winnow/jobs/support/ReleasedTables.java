package dev.winnow.jobs.support;

import static org.apache.spark.sql.functions.col;

import dev.winnow.transforms.LocalSpark;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Tables of a recipe, as releases hold them.
 *
 * @param folder of the tables
 */
public record ReleasedTables(Path folder) {

  private String path(String table) {
    return folder.resolve(table).toString();
  }

  /** Returns the latest version of a table. */
  public Dataset<Row> latest(String name) {
    return LocalSpark.session().read().format("delta").load(path(name));
  }

  public Dataset<Row> table(String name, String release) {
    Row row =
        LocalSpark.session()
            .read()
            .format("delta")
            .load(path("releases"))
            .where(col("release").equalTo(release).and(col("table").equalTo(name)))
            .first();
    return LocalSpark.session()
        .read()
        .format("delta")
        .option("versionAsOf", row.<Long>getAs("version"))
        .load(path(name));
  }

  /** Returns the id of the first decision, by rank, that meets a condition. */
  public String idWith(String condition, String release) {
    return table("decisions", release)
        .where(condition)
        .orderBy("keep_rank", "id")
        .first()
        .getAs("id");
  }
}
