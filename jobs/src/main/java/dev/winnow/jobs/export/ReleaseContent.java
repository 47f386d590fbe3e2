package dev.winnow.jobs.export;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring_index;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.release.ReleaseCatalog;
import dev.winnow.jobs.run.FinishedRun;
import dev.winnow.jobs.run.Ledger;
import dev.winnow.jobs.stage.ingest.Inputs;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.schemas.Examples;
import dev.winnow.transforms.ingest.InputSpec;
import dev.winnow.transforms.ingest.Modality;
import dev.winnow.transforms.ingest.files.ContentDigest;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFormat;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Contents of a release that its table does not hold. They are read from the input as its run has
 * read it: every file that has a row of the release is read once, by the tasks, and its rows are
 * joined by their sources.
 */
final class ReleaseContent {

  /** Column that is true where the input has the row. */
  static final String READ = "_read";

  private static final String KEY = "_source";

  /** Formats whose rows lie in files that are read by themselves. */
  private static final Set<InputFormat> BY_FILE =
      EnumSet.of(
          InputFormat.IMAGES,
          InputFormat.JSONL,
          InputFormat.WEBDATASET,
          InputFormat.CSV,
          InputFormat.PARQUET);

  private final SparkSession spark;
  private final LoadedRecipe loaded;
  private final TableStore tables;
  private final ReleaseCatalog.Release release;
  private final ContentFaults faults = new ContentFaults();

  ReleaseContent(
      SparkSession spark, LoadedRecipe loaded, TableStore tables, ReleaseCatalog.Release release) {
    this.spark = spark;
    this.loaded = loaded;
    this.tables = tables;
    this.release = release;
  }

  /**
   * Modality and contents of the rows of a release, in which all rows of a run are alike.
   *
   * @param absent true if the table holds no contents; the vectors of embeddings as they were read
   *     are in no table
   */
  record Held(Modality modality, boolean absent) {

    /**
     * Looks at one row. Costs a Spark job of that row.
     *
     * @param otherwise modality of a release without rows
     */
    static Held of(Dataset<Row> curated, Modality otherwise) {
      List<Row> first =
          curated
              .select(
                  col(Examples.MODALITY),
                  col(Examples.TEXT).isNull(),
                  col(Examples.CONTENT).isNull())
              .limit(1)
              .collectAsList();
      if (first.isEmpty()) {
        return new Held(otherwise, false);
      }
      Modality modality = ReleaseContent.modality(first.get(0).getString(0));
      return new Held(
          modality,
          modality == Modality.EMBEDDING
              || modality.hasText() && first.get(0).getBoolean(1)
              || modality.hasImage() && first.get(0).getBoolean(2));
    }
  }

  private static Modality modality(String label) {
    return Modality.valueOf(label.toUpperCase(Locale.ROOT));
  }

  /**
   * Returns the rows with their contents from the input, and for embeddings with column {@link
   * Sample#VECTOR}. {@link #check} removes those whose contents are not the release's.
   */
  Dataset<Row> fill(Dataset<Row> curated, Modality modality) {
    Dataset<Row> read = input(curated);
    Dataset<Row> joined =
        curated
            .drop(Examples.TEXT, Examples.CONTENT)
            .join(read, curated.col(Examples.SOURCE).equalTo(read.col(KEY)), "left");
    Stream<Column> columns = Arrays.stream(curated.columns()).map(functions::col);
    Stream<Column> more =
        modality == Modality.EMBEDDING
            ? Stream.of(col("vector").as(Sample.VECTOR), coalesce(col(READ), lit(false)).as(READ))
            : Stream.of(coalesce(col(READ), lit(false)).as(READ));
    return joined.select(Stream.concat(columns, more).toArray(Column[]::new));
  }

  private Dataset<Row> input(Dataset<Row> curated) {
    FinishedRun run = FinishedRun.find(new Ledger(tables.lookup()), loaded, release.runId());
    // Variables of the same recipe have their values of today.
    Recipe recipe = run.recipeHash().equals(loaded.hash()) ? loaded.recipe() : run.recipe();
    InputSpec spec =
        Inputs.spec(
            spark,
            recipe,
            Warehouse.qualified(
                spark.sparkContext().hadoopConfiguration(), loaded.recipe().warehouse()));
    InputFiles files = Inputs.files(spark, spec, recipe);
    if (BY_FILE.contains(spec.format())) {
      Set<String> needed = filesOf(curated);
      files = files.only(file -> needed.contains(beforeMember(file.uri())));
    }
    return Inputs.rows(spark, spec, files)
        .where(col("code").isNull())
        .select(
            col("source").as(KEY),
            col("text").as(Examples.TEXT),
            col("content").as(Examples.CONTENT),
            col("vector"),
            lit(true).as(READ));
  }

  /**
   * Returns the files of the rows, as many as a listing of the input holds. A name with {@code #}
   * counts up to it, on both sides.
   */
  private static Set<String> filesOf(Dataset<Row> curated) {
    Set<String> files = new HashSet<>();
    Iterator<String> found =
        curated
            .select(substring_index(col(Examples.SOURCE), "#", 1))
            .distinct()
            .as(Encoders.STRING())
            .toLocalIterator();
    found.forEachRemaining(files::add);
    return files;
  }

  private static String beforeMember(String uri) {
    int end = uri.indexOf('#');
    return end < 0 ? uri : uri.substring(0, end);
  }

  /**
   * Removes rows whose contents do not have the digest of the release, and counts them for {@link
   * #stop}.
   *
   * @param rows rows of {@link #fill}, in the partitions of their files
   */
  JavaRDD<Row> check(JavaRDD<Row> rows) {
    spark.sparkContext().register(faults, "contents that are not those of the release");
    ContentFaults counted = faults;
    return rows.filter(
        row -> {
          boolean read = row.getAs(READ);
          if (read && digest(row).equals(row.getAs(Examples.CONTENT_SHA256))) {
            return true;
          }
          counted.add(
              new ContentFaults.Fault(TaskContext.getPartitionId(), row.getAs(Examples.ID), !read));
          return false;
        });
  }

  /** Returns the digest of the content of a row; empty if a part of it is missing. */
  private static String digest(Row row) {
    Modality modality = modality(row.getAs(Examples.MODALITY));
    byte[] image = row.getAs(Examples.CONTENT);
    String text = row.getAs(Examples.TEXT);
    if (modality == Modality.EMBEDDING) {
      int vector = row.fieldIndex(Sample.VECTOR);
      return row.isNullAt(vector) ? "" : ContentDigest.ofVector(row.getList(vector));
    }
    if (modality.hasImage() && image == null || modality.hasText() && text == null) {
      return "";
    }
    return switch (modality) {
      case PAIR -> ContentDigest.ofPair(ContentDigest.ofBytes(image), ContentDigest.ofText(text));
      case TEXT -> ContentDigest.ofText(text);
      default -> ContentDigest.ofBytes(image);
    };
  }

  /**
   * Stops the export if a row was removed, once the rows are written.
   *
   * @throws Failure with {@link ExitCode#DATA}
   */
  void stop() {
    faults.stop();
  }
}
