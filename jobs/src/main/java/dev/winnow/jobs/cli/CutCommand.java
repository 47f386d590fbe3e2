package dev.winnow.jobs.cli;

import dev.winnow.jobs.cli.common.CatalogWarehouses;
import dev.winnow.jobs.cli.common.LazySession;
import dev.winnow.jobs.cli.common.LedgerCommand;
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
    description = {
      "Makes a release of another size from the ranks that a run has stored.",
      "Reads no input, and embeds and clusters nothing."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  winnow cut my.yaml --keep-fraction 0.6",
      "  winnow cut my.yaml --target-rows 50000 --release small",
      "  winnow cut my.yaml --keep-tokens 1000000",
      "  winnow cut my.yaml --keep-fraction 0.6 --keep random"
    })
final class CutCommand extends LedgerCommand {

  /** Size of the release; one of them is required. */
  static final class Size {
    @Option(
        names = "--keep-fraction",
        paramLabel = "SHARE",
        description = "share of the ranked rows to keep, in (0, 1]")
    BigDecimal keepFraction;

    @Option(
        names = "--target-rows",
        paramLabel = "N",
        description = "number of rows to keep, at most the number of ranked rows")
    Long targetRows;

    @Option(
        names = "--keep-tokens",
        paramLabel = "N",
        description =
            "number of tokens to keep at most: the first rows whose texts have N words together")
    Long keepTokens;

    @Option(
        names = "--keep-bytes",
        paramLabel = "N",
        description = "number of bytes to keep at most: the first rows whose contents have N bytes")
    Long keepBytes;
  }

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Size size;

  @Option(
      names = "--metric",
      paramLabel = "METRIC",
      description =
          "metric, or column of table scores, that ranks the rows; default: the metric of the run")
  private String metric;

  @Option(
      names = "--keep",
      paramLabel = "POLICY",
      description =
          "part of the ranking to keep: hard, easy, middle or random; default: the policy of the"
              + " run")
  private String keep;

  @Option(
      names = "--release",
      paramLabel = "NAME",
      description =
          "name of the new release; default: NAME-METRIC-KEEP-PERCENT,"
              + " or NAME-METRIC-KEEP-tokens-N for a number of tokens")
  private String release;

  private CutRequest request() {
    return new CutRequest(
        options.runId(),
        size.keepFraction,
        size.targetRows,
        size.keepTokens,
        size.keepBytes,
        metric,
        keep,
        release,
        common.shown(),
        options.dryRun());
  }

  @Override
  protected void check() {
    checkRelease(release);
    request();
  }

  /** Refuses what is known to fail before Spark starts, which takes seconds. */
  @Override
  protected List<RunReport> reports(List<LoadedRecipe> recipes) {
    try (LazySession session = new LazySession()) {
      CutRequest request = request();
      List<LoadedRecipe> located = CatalogWarehouses.located(session, recipes);
      located.forEach(recipe -> Cut.check(session.hadoop(), recipe, request));
      // A session that looked up a schema goes on.
      return super.reports(located);
    }
  }

  @Override
  protected List<RunReport> answer(SparkSession spark, List<LoadedRecipe> recipes) {
    CutRequest request = request();
    CatalogWarehouses.requireNames(spark, recipes);
    return recipes.stream().map(recipe -> cut(spark, recipe, request)).toList();
  }

  private RunReport cut(SparkSession spark, LoadedRecipe recipe, CutRequest request) {
    RunReport report = Cut.execute(spark, recipe, request, System.err);
    if (!options.dryRun()) {
      CatalogWarehouses.register(spark, recipe);
    }
    return report;
  }
}
