package dev.winnow.jobs.export;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.release.ReleaseCatalog;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Examples;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Files of the rows of a release, in the order of ranks or shuffled, with contents if asked for.
 */
final class RowFiles {

  /** State of contents that the table of the release holds. */
  static final String STORED = "of the release";

  private static final String READ_AGAIN = "read again from the input";
  private static final String ABSENT = "none";

  private static final long ROWS_PER_FILE = 100_000;

  /** Bytes of contents in a file of a format that needs them. */
  private static final long BYTES_PER_FILE = 500_000_000;

  private final SparkSession spark;
  private final LoadedRecipe loaded;
  private final ExportRequest request;
  private final TableStore tables;
  private final ReleaseCatalog.Release release;
  private final Dataset<Row> curated;
  private final ReleaseContent.Held held;
  private final String content;

  /**
   * Looks at the contents of a release. Costs a Spark job of one row.
   *
   * @throws Failure with {@link ExitCode#DATA} if the format needs contents that the release does
   *     not hold
   */
  RowFiles(
      SparkSession spark,
      LoadedRecipe loaded,
      ExportRequest request,
      TableStore tables,
      ReleaseCatalog.Release release,
      Dataset<Row> curated) {
    this.spark = spark;
    this.loaded = loaded;
    this.request = request;
    this.tables = tables;
    this.release = release;
    this.curated = curated;
    this.held = ReleaseContent.Held.of(curated, loaded.recipe().input().modality());
    boolean absent = held.absent();
    if (absent && request.format().needsContent() && !request.withContent()) {
      throw new Failure(
          ExitCode.DATA,
          "--format "
              + request.format().label()
              + " needs contents, which release "
              + release.name()
              + " does not hold; --with-content reads them again from the input, and a run with"
              + " input.copy_content: always stores images and texts");
    }
    this.content = !absent ? STORED : request.withContent() ? READ_AGAIN : ABSENT;
  }

  /** Returns where the contents come from. */
  String content() {
    return content;
  }

  /**
   * Writes the files and makes them the target.
   *
   * @return size of all files in bytes
   * @throws Failure with {@link ExitCode#DATA} if contents that are read again have changed
   */
  long write(ExportTarget target) {
    int files = files();
    Dataset<Row> placed =
        request.shuffle()
            ? FileOrder.shuffled(
                curated, release.kept(), ReleaseExport.seed(loaded, request), files)
            : FileOrder.byRank(curated, release.kept(), files);
    ReleaseContent again =
        content.equals(READ_AGAIN) ? new ReleaseContent(spark, loaded, tables, release) : null;
    Dataset<Row> whole = again == null ? placed : again.fill(placed, held.modality());
    JavaRDD<Row> ordered = FileOrder.distribute(whole, files);
    if (again != null) {
      ordered = again.check(ordered);
    }
    long bySpark = 0;
    List<TaskFiles.Written> written = List.of();
    HubFeatures features = null;
    MdsColumns columns = null;
    switch (request.format()) {
      case WEBDATASET -> {
        boolean classes = ReleaseLabels.of(curated).integers();
        written = byTasks(ordered, target, (rows, out) -> TarShard.write(rows, classes, out));
      }
      case MDS -> {
        columns = new MdsColumns(held.modality(), ReleaseLabels.of(curated));
        MdsColumns shipped = columns;
        written = byTasks(ordered, target, (rows, out) -> MdsShard.write(rows, shipped, out));
      }
      case HUB -> {
        features = new HubFeatures(held.modality(), ReleaseLabels.of(curated));
        HubFeatures shipped = features;
        written = byTasks(ordered, target, (rows, out) -> HubFile.write(rows, shipped, out));
      }
      default -> bySpark = bySpark(ordered, whole, target);
    }
    if (again != null) {
      again.stop();
    }
    if (request.format() == ExportFormat.MDS) {
      MdsShard.requireShort(written);
    }
    requireAll(bySpark + written.stream().mapToLong(TaskFiles.Written::rows).sum());
    return switch (request.format()) {
      case WEBDATASET -> target.takeFiles(named(written, "shard-%05d.tar"), Map.of());
      case MDS -> mds(written, columns, target);
      case HUB -> hub(written, features, target);
      default ->
          request.oneFile() ? target.takeOnePart() : target.takeFolder(request.format().label());
    };
  }

  private int files() {
    long wanted;
    if (request.files() != null) {
      wanted = request.files();
    } else if (request.oneFile()) {
      wanted = 1;
    } else {
      wanted = ceil(release.kept(), ROWS_PER_FILE);
      if (request.format().needsContent()) {
        long bytes =
            curated.agg(coalesce(sum(col(Examples.CONTENT_BYTES)), lit(0L))).first().getLong(0);
        wanted = Math.max(wanted, ceil(bytes, BYTES_PER_FILE));
      }
    }
    return (int) Math.max(1, Math.min(wanted, release.kept()));
  }

  private static long ceil(long value, long unit) {
    return (value + unit - 1) / unit;
  }

  /** Writes files of Spark's own formats, and returns the number of their rows. */
  private long bySpark(JavaRDD<Row> ordered, Dataset<Row> whole, ExportTarget target) {
    RowCounts counts = new RowCounts();
    spark.sparkContext().register(counts, "rows that were written");
    Dataset<Row> rows =
        spark
            .createDataFrame(counts.counting(ordered), whole.schema())
            .drop(FileOrder.FILE, FileOrder.PLACE, ReleaseContent.READ);
    if (request.format() == ExportFormat.PARQUET) {
      rows.write().parquet(target.parts());
    } else {
      rows.write()
          .option("compression", "none")
          .option("ignoreNullFields", "false")
          .json(target.parts());
    }
    return counts.rows();
  }

  private List<TaskFiles.Written> byTasks(
      JavaRDD<Row> ordered, ExportTarget target, TaskFiles.Writer writer) {
    return TaskFiles.write(
        JavaSparkContext.fromSparkContext(spark.sparkContext()), ordered, target.parts(), writer);
  }

  /** Returns the files by their names, which number them. */
  private Map<String, String> named(List<TaskFiles.Written> written, String pattern) {
    Map<String, String> named = new LinkedHashMap<>();
    for (TaskFiles.Written file : written) {
      named.put(String.format(Locale.ROOT, pattern, named.size(), written.size()), file.path());
    }
    return named;
  }

  /** Requires each row of the release once: a join by sources could lose or double rows. */
  private void requireAll(long rows) {
    if (rows != release.kept()) {
      throw new IllegalStateException(
          "the files must hold the "
              + release.kept()
              + " rows of release "
              + release.name()
              + ", got "
              + rows);
    }
  }

  private long mds(List<TaskFiles.Written> written, MdsColumns columns, ExportTarget target) {
    Map<String, TaskFiles.Written> files = new HashMap<>();
    written.forEach(file -> files.put(file.path(), file));
    Map<String, String> named = named(written, "shard.%05d.mds");
    Map<String, MdsShard.Listed> listed = new LinkedHashMap<>();
    named.forEach(
        (name, path) ->
            listed.put(name, new MdsShard.Listed(files.get(path).rows(), target.length(path))));
    return target.takeFiles(named, Map.of(MdsShard.INDEX, MdsShard.index(columns, listed)));
  }

  private long hub(List<TaskFiles.Written> written, HubFeatures features, ExportTarget target) {
    Map<String, Long> reasons = new TreeMap<>();
    release
        .read(tables, Decisions.SPEC)
        .groupBy(Decisions.REASON)
        .count()
        .collectAsList()
        .forEach(row -> reasons.put(row.getString(0), row.getLong(1)));
    long bytes = written.stream().mapToLong(file -> target.length(file.path())).sum();
    String card =
        HubCard.of(
            loaded.recipe().name(),
            release,
            reasons,
            features,
            bytes,
            ReleaseExport.order(loaded, request));
    return target.takeFiles(
        named(written, "data/train-%05d-of-%05d.parquet"), Map.of(HubCard.NAME, card));
  }
}
