package dev.winnow.jobs.cli;

import dev.winnow.jobs.cli.common.LedgerCommand;
import dev.winnow.jobs.compare.ReleaseComparison;
import dev.winnow.jobs.export.ExportFormat;
import dev.winnow.jobs.export.ExportRequest;
import dev.winnow.jobs.export.ReleaseExport;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.run.RunReport;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Exports a release to files for other data loaders. */
@Command(
    name = "export",
    description = {
      "Exports a release to files.",
      "Formats are a list of ids, a DataComp subset file, Parquet, JSON lines, shards of a"
          + " WebDataset or of MosaicML Streaming, and a data set for the Hugging Face hub."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  winnow export my.yaml --to kept.txt --format ids",
      "  winnow export my.yaml --to subset.npy --format datacomp --release fashion-80",
      "  winnow export my.yaml --to train --format parquet --shuffle --seed 7 --files 64",
      "  winnow export my.yaml --to shards --format webdataset --with-content --shuffle",
      "  winnow export my.yaml --to shards --format mds --with-content --files 64",
      "  winnow export my.yaml --to cats-and-dogs --format hub --with-content"
    })
final class ExportCommand extends LedgerCommand {

  @Option(
      names = "--to",
      required = true,
      paramLabel = "PATH",
      description =
          "output: a file for ids and datacomp; for all others a folder, or one file if PATH ends"
              + " in .parquet or .jsonl as the format")
  private String to;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "format of the output: ids, datacomp, parquet, jsonl, webdataset, mds or hub")
  private String format;

  @Option(
      names = "--release",
      paramLabel = "NAME",
      description = "release to export; default: the newest release of the run")
  private String release;

  @Option(
      names = "--shuffle",
      description = "order the rows by a hash of id and seed, for loaders that read sequentially")
  private boolean shuffle;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "seed of --shuffle; default: the seed of the recipe")
  private Long seed;

  @Option(
      names = "--files",
      paramLabel = "N",
      description =
          "number of files in the folder; default: one per 100,000 rows, for webdataset, mds and"
              + " hub also one per 500 MB of content")
  private Integer files;

  @Option(
      names = "--hash-ids",
      description =
          "for datacomp: use the first 128 bits of ids that are sha256 digests, and of the sha256"
              + " of all other ids")
  private boolean hashIds;

  @Option(
      names = "--with-content",
      description =
          "read images, texts or vectors that the release does not hold again from the input, and"
              + " compare their digests")
  private boolean withContent;

  @Option(names = "--overwrite", description = "replace the file or folder at PATH")
  private boolean overwrite;

  private ExportRequest request() {
    return new ExportRequest(
        options.runId(),
        release,
        to,
        format(),
        shuffle,
        seed,
        files,
        hashIds,
        withContent,
        overwrite,
        options.dryRun());
  }

  private ExportFormat format() {
    return Arrays.stream(ExportFormat.values())
        .filter(known -> known.label().equals(format))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--format must be one of " + ExportFormat.labels() + ", got " + format));
  }

  @Override
  protected void check() {
    request();
  }

  @Override
  protected List<RunReport> answer(SparkSession spark, List<LoadedRecipe> recipes) {
    List<LoadedRecipe> fitting =
        release == null
            ? recipes
            : recipes.stream()
                .filter(recipe -> ReleaseComparison.knows(spark, recipe, release))
                .toList();
    return List.of(ReleaseExport.execute(spark, chooseRecipe(recipes, fitting), request()));
  }
}
