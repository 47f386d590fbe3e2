package dev.winnow.jobs.experiment.study;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.progress.Progress;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.run.FinishedRun;
import dev.winnow.jobs.run.IngestFacts;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.stage.embed.ExamplePixels;
import dev.winnow.jobs.stage.ingest.Inputs;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.schemas.Examples;
import dev.winnow.transforms.experiment.learn.Labelled;
import dev.winnow.transforms.ingest.InputSpec;
import java.util.Iterator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Pixels of the rows of a study, in [0, 1]: in the size of the pictures if they all have one size
 * of at most 32 x 32, else resized to 32 x 32; grey where all pictures are.
 */
final class Pictures {

  private static final int SIDE = 32;

  /**
   * Reads and decodes the pictures.
   *
   * @param placed rows of id and place
   * @param matrix labels of the rows
   * @throws Failure with {@link ExitCode#INPUT} if a picture is gone or has changed
   */
  static Labelled collect(
      SparkSession spark,
      LoadedRecipe loaded,
      FinishedRun run,
      TableStore tables,
      Progress progress,
      Dataset<Row> placed,
      Matrix matrix) {
    progress.step("decoding pictures", 0);
    StageResult<IngestFacts> ingest = run.requireStage(Stage.INGEST).ingest();
    Dataset<Row> examples = tables.read(Examples.SPEC, ingest.version(Examples.SPEC.name()));
    Dataset<Row> some =
        examples
            .select(
                col(Examples.ID),
                col(Examples.SOURCE),
                col(Examples.CONTENT),
                col(Examples.CONTENT_SHA256),
                col(Examples.WIDTH),
                col(Examples.HEIGHT))
            .join(placed.select(Examples.ID, LabelledRows.PLACE), Examples.ID);
    Labelled.Shape size = size(some);
    Dataset<Row> pixels =
        ExamplePixels.read(
            context(spark, loaded, run, tables, progress),
            examples,
            ingest.rows(),
            some.drop(LabelledRows.PLACE, Examples.WIDTH, Examples.HEIGHT),
            size.width(),
            size.height());
    byte[][] pictures = new byte[matrix.labels().length][];
    Iterator<Row> rows =
        pixels
            .withColumnRenamed(Examples.CONTENT_SHA256, "read_sha256")
            .join(
                some.select(Examples.ID, Examples.CONTENT_SHA256, LabelledRows.PLACE), Examples.ID)
            .select(
                col(LabelledRows.PLACE),
                col(ExamplePixels.PIXELS),
                coalesce(col("read_sha256").equalTo(col(Examples.CONTENT_SHA256)), lit(false)))
            .toLocalIterator();
    int found = 0;
    boolean colour = false;
    int area = size.width() * size.height();
    while (rows.hasNext()) {
      Row row = rows.next();
      byte[] picture = row.getAs(1);
      if (row.getBoolean(2)) {
        pictures[row.getInt(0)] = picture;
        colour |= picture.length > area;
        found++;
      }
    }
    if (found < pictures.length) {
      throw new Failure(
          ExitCode.INPUT,
          "learner conv reads the pictures of the run again, but "
              + (pictures.length - found)
              + " of "
              + pictures.length
              + " are gone or have changed; restore them, or leave conv out of"
              + " experiment.learners");
    }
    return labelled(pictures, size, colour ? 3 : 1, matrix);
  }

  private static Labelled.Shape size(Dataset<Row> some) {
    Row sizes =
        some.agg(
                min(Examples.WIDTH),
                max(Examples.WIDTH),
                min(Examples.HEIGHT),
                max(Examples.HEIGHT))
            .first();
    boolean equal =
        sizes.getInt(0) == sizes.getInt(1)
            && sizes.getInt(2) == sizes.getInt(3)
            && sizes.getInt(1) <= SIDE
            && sizes.getInt(3) <= SIDE;
    return equal
        ? new Labelled.Shape(sizes.getInt(2), sizes.getInt(0), 1)
        : new Labelled.Shape(SIDE, SIDE, 1);
  }

  private static Labelled labelled(
      byte[][] pictures, Labelled.Shape size, int channels, Matrix matrix) {
    int area = size.width() * size.height();
    float[] values = new float[Math.multiplyExact(pictures.length, area * channels)];
    for (int row = 0; row < pictures.length; row++) {
      byte[] picture = pictures[row];
      boolean grey = picture.length == area;
      for (int i = 0; i < area * channels; i++) {
        values[row * area * channels + i] = (picture[grey ? i / channels : i] & 0xff) / 255f;
      }
      pictures[row] = null;
    }
    return new Labelled(
        values,
        area * channels,
        matrix.labels(),
        matrix.classes(),
        new Labelled.Shape(size.height(), size.width(), channels));
  }

  private static RunContext context(
      SparkSession spark,
      LoadedRecipe loaded,
      FinishedRun run,
      TableStore tables,
      Progress progress) {
    Recipe recipe = run.recipe();
    InputSpec input =
        Inputs.spec(
            spark,
            recipe,
            Warehouse.qualified(
                spark.sparkContext().hadoopConfiguration(), loaded.recipe().warehouse()));
    return new RunContext(
        spark,
        new LoadedRecipe(recipe, loaded.values(), loaded.origins()),
        run.runId(),
        input,
        Inputs.files(spark, input, recipe),
        tables,
        progress,
        null);
  }

  private Pictures() {}
}
