package dev.winnow.jobs.cli;

import dev.winnow.jobs.cli.common.CatalogWarehouses;
import dev.winnow.jobs.cli.common.LazySession;
import dev.winnow.jobs.cli.common.LedgerCommand;
import dev.winnow.jobs.keep.Vacuum;
import dev.winnow.jobs.keep.VacuumRequest;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.run.RunReport;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Deletes the files that no release needs. */
@Command(
    name = "vacuum",
    description = {
      "Deletes the data files that no release needs.",
      "These versions of tables are kept: each one that a release names, however old it is; the"
          + " newest one of each table, and those that were the newest within --retain-hours; those"
          + " that a later start of a run would reuse. Files that are no data files of Winnow's"
          + " tables stay."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  winnow vacuum my.yaml --dry-run",
      "  winnow vacuum my.yaml --retain-hours 0",
      "  winnow vacuum my.yaml --drop-reuse"
    })
final class VacuumCommand extends LedgerCommand {

  @Option(
      names = "--retain-hours",
      paramLabel = "H",
      defaultValue = "168",
      description =
          "keep files that were written or needed in the last H hours, for readers that are at"
              + " work; default: ${DEFAULT-VALUE}")
  private double retainHours;

  @Option(
      names = "--drop-reuse",
      description =
          "delete also what only a later start of a run would read; that start repeats the stages")
  private boolean dropReuse;

  @Override
  protected void check() {
    refuseRunId();
    // Ten thousand days, far more than any table is old.
    if (!(retainHours >= 0 && retainHours <= 240_000)) {
      throw new IllegalArgumentException(
          "--retain-hours must be in [0, 240000], got " + retainHours);
    }
  }

  /** On one machine, works without Spark, because the logs and the files are all it needs. */
  @Override
  protected List<RunReport> reports(List<LoadedRecipe> recipes) {
    if (!LazySession.isOnOneMachine()) {
      return super.reports(recipes);
    }
    try (LazySession session = new LazySession()) {
      return answer(session.hadoop(), session, CatalogWarehouses.located(session, recipes));
    }
  }

  @Override
  protected List<RunReport> answer(SparkSession spark, List<LoadedRecipe> recipes) {
    return answer(spark.sparkContext().hadoopConfiguration(), () -> spark, recipes);
  }

  private List<RunReport> answer(
      Configuration hadoop, Supplier<SparkSession> spark, List<LoadedRecipe> recipes) {
    VacuumRequest request =
        new VacuumRequest(
            Duration.ofSeconds(Math.round(retainHours * 3600)), dropReuse, options.dryRun());
    return recipes.stream()
        .map(recipe -> Vacuum.execute(hadoop, spark, recipe.recipe(), request))
        .toList();
  }
}
