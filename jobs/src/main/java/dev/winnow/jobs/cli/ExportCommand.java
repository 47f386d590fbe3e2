package dev.winnow.jobs.cli;

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

/** Writes a release to files for other loaders. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    description =
        "Writes a release to files: a list of ids, DataComp's subset file, Parquet or JSON lines.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  winnow export my.yaml --to kept.txt --format ids",
      "  winnow export my.yaml --to subset.npy --format datacomp --release fashion-80",
      "  winnow export my.yaml --to s3a://bucket/train --format parquet --shuffle --seed 7 --files 64",
      "",
      ExitCodes.FOOTER
    })
final class ExportCommand extends LedgerCommand {

  @Option(
      names = "--to",
      required = true,
      paramLabel = "PATH",
      description =
          "what is made: a file for ids and datacomp; for parquet and jsonl a folder, or a file where it ends in .parquet or .jsonl")
  private String to;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "ids, datacomp, parquet or jsonl")
  private String format;

  @Option(
      names = "--release",
      paramLabel = "NAME",
      description = "release to export; without it, the newest of the run")
  private String release;

  @Option(
      names = "--shuffle",
      description = "rows in an order by hash of id and seed, for loaders that read on end")
  private boolean shuffle;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "seed of that order; without it, the recipe's")
  private Long seed;

  @Option(
      names = "--files",
      paramLabel = "N",
      description = "files of a folder; without it, one for every 100,000 rows")
  private Integer files;

  @Option(
      names = "--hash-ids",
      description =
          "for datacomp: cut sha256 ids to their first 128 bits, and take those of the sha256 of any other id")
  private boolean hashIds;

  @Option(names = "--overwrite", description = "replace what is at PATH")
  private boolean overwrite;

  private ExportRequest request() {
    return new ExportRequest(
        options.runId,
        release,
        to,
        format(),
        shuffle,
        seed,
        files,
        hashIds,
        overwrite,
        options.dryRun);
  }

  private ExportFormat format() {
    return Arrays.stream(ExportFormat.values())
        .filter(known -> known.label().equals(format))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--format must be one of ids, datacomp, parquet, jsonl, got " + format));
  }

  @Override
  void check() {
    request();
  }

  @Override
  List<RunReport> answer(SparkSession spark, List<LoadedRecipe> recipes) {
    List<LoadedRecipe> fitting =
        release == null
            ? recipes
            : recipes.stream()
                .filter(recipe -> ReleaseComparison.knows(spark, recipe, release))
                .toList();
    return List.of(ReleaseExport.execute(spark, only(recipes, fitting), request()));
  }
}
