package dev.winnow.jobs.example;

import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Published release from a consumer's side: plain Delta reads, each at the version from the table
 * {@code releases}. A later release, under any name, changes nothing here.
 */
final class PinnedRelease {

  private final SparkSession spark;
  private final String folder;
  private final Map<String, Long> versions = new HashMap<>();

  /**
   * Reads the versions of a release.
   *
   * @param folder {@code WAREHOUSE/NAME}
   * @throws Failure with {@link ExitCode#INPUT} if there is no such release
   */
  PinnedRelease(SparkSession spark, String folder, String release) {
    this.spark = spark;
    this.folder = folder;
    Dataset<Row> releases = spark.read().format("delta").load(folder + "/releases");
    for (Row row :
        releases
            .where(col("release").equalTo(release))
            .select("table", "version")
            .collectAsList()) {
      versions.put(row.getString(0), row.getLong(1));
    }
    if (versions.isEmpty()) {
      List<String> known =
          releases.select("release").distinct().orderBy("release").collectAsList().stream()
              .map(row -> row.getString(0))
              .toList();
      throw new Failure(
          ExitCode.INPUT,
          "RELEASE must be one of " + String.join(", ", known) + ", got " + release);
    }
  }

  Dataset<Row> table(String name) {
    Long version = versions.get(name);
    if (version == null) {
      throw new Failure(
          ExitCode.INPUT, "the release must hold table " + name + ", it holds " + versions);
    }
    return spark.read().format("delta").option("versionAsOf", version).load(folder + "/" + name);
  }
}
