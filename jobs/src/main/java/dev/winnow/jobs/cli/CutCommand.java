package dev.winnow.jobs.cli;

import dev.winnow.jobs.cut.Cut;
import dev.winnow.jobs.cut.CutRequest;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.run.RunReport;
import java.math.BigDecimal;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a release of another size from the ranks that a run has stored. */
@Command(
    name = "cut",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    description =
        "Makes a release of another size from the ranks that a run has stored: nothing is read, embedded or clustered again.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  winnow cut my.yaml --keep-fraction 0.6",
      "  winnow cut my.yaml --target-rows 50000 --release small",
      "  winnow cut my.yaml --keep-fraction 0.6 --keep random",
      "",
      ExitCodes.FOOTER
    })
final class CutCommand extends LedgerCommand {

  /** How much is kept. */
  static final class Size {
    @Option(
        names = "--keep-fraction",
        paramLabel = "SHARE",
        description = "share of the ranked rows that is kept, in (0, 1]")
    BigDecimal keepFraction;

    @Option(
        names = "--target-rows",
        paramLabel = "N",
        description = "number of rows that are kept, at most those that are ranked")
    Long targetRows;
  }

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Size size;

  @Option(
      names = "--metric",
      paramLabel = "METRIC",
      description = "metric that ranks, or a column of the scores; without it, that of the run")
  private String metric;

  @Option(
      names = "--keep",
      paramLabel = "POLICY",
      description =
          "end of the order that survives: hard, easy, middle or random; without it, that of the run")
  private String keep;

  @Option(
      names = "--release",
      paramLabel = "NAME",
      description = "name of the release; without it, NAME-METRIC-KEEP-PERCENT")
  private String release;

  private CutRequest request() {
    return new CutRequest(
        options.runId,
        size.keepFraction,
        size.targetRows,
        metric,
        keep,
        release,
        options.quiet,
        options.dryRun);
  }

  @Override
  void check() {
    checkRelease(release);
    request();
  }

  @Override
  List<RunReport> answer(SparkSession spark, List<LoadedRecipe> recipes) {
    CutRequest request = request();
    return recipes.stream().map(recipe -> Cut.execute(spark, recipe, request, System.err)).toList();
  }
}
