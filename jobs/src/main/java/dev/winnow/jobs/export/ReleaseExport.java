package dev.winnow.jobs.export;

import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.when;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.release.ReleaseCatalog;
import dev.winnow.jobs.run.Ledger;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.jobs.text.CardText;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Curated;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Writes a release to files that other loaders read: under another name first, then renamed.
 *
 * <p>The same release, format and seed give the same rows in the same order. Ids are sorted by the
 * cluster into parts, which the driver joins to one file as a stream; files of rows are written by
 * the tasks. Driver memory does not grow with the rows.
 */
public final class ReleaseExport {

  private static final String HEX_32 = "^[0-9a-fA-F]{32}$";
  private static final String HEX_64 = "^[0-9a-fA-F]{64}$";

  private final SparkSession spark;
  private final LoadedRecipe loaded;
  private final ExportRequest request;
  private final TableStore tables;

  private ReleaseExport(
      SparkSession spark, LoadedRecipe loaded, ExportRequest request, TableStore tables) {
    this.spark = spark;
    this.loaded = loaded;
    this.request = request;
    this.tables = tables;
  }

  /**
   * Exports a release, or reports the plan of a dry run.
   *
   * @throws Failure with {@link ExitCode#INPUT} when there is no such release, {@link
   *     ExitCode#CONFLICT} when the target exists, {@link ExitCode#DATA} for ids that the format
   *     can't hold
   */
  public static RunReport execute(SparkSession spark, LoadedRecipe loaded, ExportRequest request) {
    return new ReleaseExport(spark, loaded, request, Warehouse.tables(spark, loaded.recipe()))
        .run();
  }

  private RunReport run() {
    ReleaseCatalog.Release release =
        new ReleaseCatalog(tables.lookup())
            .resolve(new Ledger(tables.lookup()), loaded, request.runId(), request.release());
    List<String> foreign = new ArrayList<>(List.of(tables.folder()));
    List<String> inputs = loaded.recipe().input().path();
    for (String path : inputs == null ? List.<String>of() : inputs) {
      foreign.add(
          Warehouse.qualified(
              spark.sparkContext().hadoopConfiguration(),
              path.replaceFirst("/[^/]*[*?\\[{].*", "")));
    }
    try (ExportTarget target =
        ExportTarget.open(
            spark.sparkContext().hadoopConfiguration(),
            request.to(),
            request.overwrite(),
            foreign)) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", loaded.recipe().name());
      json.put("release", release.name());
      json.put("run_id", release.runId());
      json.put("digest", release.digest());
      json.put("format", request.format().label());
      json.put("path", target.toString());
      json.put("rows", release.kept());
      json.put("order", order(loaded, request));
      Dataset<Row> curated = release.read(tables, Curated.SPEC);
      RowFiles rows = null;
      if (request.format().holdsRows()) {
        rows = new RowFiles(spark, loaded, request, tables, release, curated);
        json.put("content", rows.content());
      }
      if (!request.dryRun()) {
        json.put("bytes", write(release, curated, rows, target));
        json.put("files", target.files());
      }
      return new RunReport(card(json), json);
    }
  }

  private long write(
      ReleaseCatalog.Release release, Dataset<Row> curated, RowFiles rows, ExportTarget target) {
    return switch (request.format()) {
      case IDS -> ids(curated, target);
      case DATACOMP -> dataComp(curated, release.kept(), target);
      case PARQUET, JSONL, WEBDATASET, MDS, HUB -> rows.write(target);
    };
  }

  private long ids(Dataset<Row> curated, ExportTarget target) {
    refuse(
        curated,
        col("id").rlike("[\\r\\n]"),
        "ids must have no line break for format ids",
        "use --format parquet");
    Column[] order =
        request.shuffle()
            ? new Column[] {FileOrder.hash(seed(loaded, request)), col("id")}
            : new Column[] {col("id")};
    curated.select("id").orderBy(order).write().option("compression", "none").text(target.parts());
    return target.join(
        (fs, parts, out) -> {
          for (Path part : parts) {
            try (InputStream in = fs.open(part)) {
              in.transferTo(out);
            }
          }
        });
  }

  private long dataComp(Dataset<Row> curated, long rows, ExportTarget target) {
    Column id = col("id");
    if (!request.hashIds()) {
      refuse(
          curated,
          not(id.rlike(HEX_32)),
          "ids must have 32 hexadecimal digits for datacomp",
          "--hash-ids uses the first 32 digits, 128 bits, of ids that are sha256 digests, and of"
              + " the sha256 of all other ids");
    }
    Column digits =
        when(id.rlike(HEX_32), lower(id))
            .when(id.rlike(HEX_64), lower(substring(id, 1, 32)))
            .otherwise(substring(sha2(id.cast("binary"), 256), 1, 32));
    curated
        .select(digits.as("id"))
        .orderBy("id")
        .write()
        .option("compression", "none")
        .text(target.parts());
    return target.join((fs, parts, out) -> DataCompFile.write(fs, parts, rows, out));
  }

  /** Returns the order of the rows in words. */
  static String order(LoadedRecipe loaded, ExportRequest request) {
    if (request.shuffle()) {
      return "hash of id and seed " + seed(loaded, request);
    }
    return request.format().holdsRows() ? KEEP_RANK : "id";
  }

  /** Returns the seed of a shuffle. */
  static long seed(LoadedRecipe loaded, ExportRequest request) {
    return request.seed() == null ? loaded.recipe().seed() : request.seed();
  }

  private static void refuse(Dataset<Row> curated, Column fault, String rule, String remedy) {
    Dataset<Row> faulty = curated.where(fault);
    long rows = faulty.count();
    if (rows > 0) {
      throw new Failure(
          ExitCode.DATA,
          rule
              + ", got "
              + rows
              + " others, such as "
              + faulty.select("id").orderBy("id").limit(1).first().getString(0)
              + "; "
              + remedy);
    }
  }

  private String card(Map<String, Object> json) {
    StringBuilder card = new StringBuilder("\n");
    CardText.line(card, loaded.recipe().name(), "release " + json.get("release"));
    CardText.line(
        card,
        request.dryRun() ? "would write" : "written",
        Texts.count((long) json.get("rows"))
            + " rows as "
            + json.get("format")
            + ", ordered by "
            + json.get("order"));
    if (json.get("content") instanceof String content && !content.equals(RowFiles.STORED)) {
      CardText.line(card, "content", content);
    }
    if (json.get("files") instanceof Long files) {
      CardText.line(
          card, "files", Texts.count(files) + ", " + Texts.bytes((long) json.get("bytes")));
    }
    CardText.line(card, "to", String.valueOf(json.get("path")));
    return card.toString();
  }
}
