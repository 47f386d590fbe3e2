package dev.winnow.jobs.stage.ingest;

import dev.winnow.jobs.recipe.Input;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.sample.SampleCorpus;
import dev.winnow.jobs.tables.InputTable;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.transforms.ingest.InputSpec;
import dev.winnow.transforms.ingest.JsonFieldsCheck;
import dev.winnow.transforms.ingest.Modality;
import dev.winnow.transforms.ingest.RawReader;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFormat;
import dev.winnow.transforms.ingest.files.InputMissing;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads the input that a recipe names, and its fingerprint. */
public final class Inputs {

  /** Returns the input to read; writes the sample corpus first if it does not exist. */
  public static InputSpec spec(SparkSession spark, Recipe recipe, String warehouse) {
    Input input = recipe.input();
    if (input.format() == InputFormat.SAMPLE) {
      return sample(spark.sparkContext().hadoopConfiguration(), recipe, warehouse);
    }
    InputSpec spec =
        InputSpec.of(
                input.format(),
                input.path(),
                input.modality(),
                input.id(),
                input.content(),
                input.label(),
                input.copyContent())
            .lines(input.maxLineBytes());
    InputSpec read =
        switch (input.format()) {
          case CSV ->
              spec.delimited(
                      input.delimiter(), input.encoding() == null ? "UTF-8" : input.encoding())
                  .escaped(input.escape());
          case DELTA -> {
            String path =
                Warehouse.qualified(
                    spark.sparkContext().hadoopConfiguration(), input.path().get(0));
            yield spec.atVersion(InputTable.pin(spark, path, input.version()).version());
          }
          default -> spec;
        };
    return input.text() == null ? read : read.paired(input.text());
  }

  /** Returns the files to read, as listed now, or the table at the version of the spec. */
  public static InputFiles files(SparkSession spark, InputSpec spec, Recipe recipe) {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    if (spec.format() != InputFormat.DELTA) {
      return InputFiles.list(conf, spec.format(), spec.paths(), recipe.input().followLinks());
    }
    InputTable table = table(spark, spec);
    return InputFiles.ofTable(table.path(), table.identity(), table.version());
  }

  private static InputTable table(SparkSession spark, InputSpec spec) {
    String path =
        Warehouse.qualified(spark.sparkContext().hadoopConfiguration(), spec.paths().get(0));
    return InputTable.pin(spark, path, spec.version());
  }

  /** Returns the rows of the input; rows that can't be read have a code. */
  public static Dataset<Row> rows(RunContext run) {
    return reader(run).read(run.spark(), run.files());
  }

  /** Returns the rows of listed files without a run; lazy, as {@link RawReader} is. */
  public static Dataset<Row> rows(SparkSession spark, InputSpec spec, InputFiles files) {
    return new RawReader(spec, () -> table(spark, spec).read(spark)).read(spark, files);
  }

  /** Returns the rows of the input with the records of their numbers by their readers. */
  static Dataset<Row> countedRows(RunContext run) {
    if (run.input().format() == InputFormat.JSONL) {
      new JsonFieldsCheck(run.input()).check(run.hadoop(), run.files());
    }
    return reader(run).readCounted(run.spark(), run.files());
  }

  private static RawReader reader(RunContext run) {
    return new RawReader(run.input(), () -> table(run.spark(), run.input()).read(run.spark()));
  }

  /** Returns the fingerprint of the input; for the sample corpus, its seed and version. */
  public static String fingerprint(Recipe recipe, InputFiles files) {
    return recipe.input().format() == InputFormat.SAMPLE
        ? "sample-" + SampleCorpus.VERSION + "-" + recipe.seed()
        : files.fingerprint();
  }

  private static InputSpec sample(Configuration conf, Recipe recipe, String warehouse) {
    boolean images = recipe.input().modality() == Modality.IMAGE;
    String folder =
        warehouse
            + "/_sample/"
            + (images ? "images" : "texts")
            + "-"
            + SampleCorpus.VERSION
            + "-"
            + recipe.seed();
    Path marker = new Path(folder, "_COMPLETE");
    try {
      FileSystem fs = marker.getFileSystem(conf);
      if (!fs.exists(marker)) {
        // Checksum files beside the corpus would be passed over, one for each file.
        FileSystem plain = fs instanceof LocalFileSystem local ? local.getRawFileSystem() : fs;
        SampleCorpus.FileSink sink =
            (name, bytes) -> {
              try (FSDataOutputStream out = plain.create(new Path(folder, name), true)) {
                out.write(bytes);
              }
            };
        if (images) {
          SampleCorpus.writeImages(sink, recipe.seed());
        } else {
          SampleCorpus.writeTexts(sink, recipe.seed());
        }
        plain.create(marker, true).close();
      }
    } catch (IOException e) {
      throw new InputMissing("the sample corpus can't be written to " + folder, e);
    }
    return images
        ? InputSpec.of(
            InputFormat.IMAGES,
            List.of(folder + "/images"),
            Modality.IMAGE,
            null,
            null,
            null,
            recipe.input().copyContent())
        : InputSpec.of(
            InputFormat.JSONL,
            List.of(folder + "/texts.jsonl"),
            Modality.TEXT,
            "id",
            "text",
            "label",
            recipe.input().copyContent());
  }

  private Inputs() {}
}
