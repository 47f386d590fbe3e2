package dev.winnow.jobs.cli;

import dev.winnow.jobs.cli.common.CatalogWarehouses;
import dev.winnow.jobs.cli.common.Json;
import dev.winnow.jobs.cli.common.LazySession;
import dev.winnow.jobs.cli.common.OutputOptions;
import dev.winnow.jobs.cli.common.RecipeFiles;
import dev.winnow.jobs.cli.common.SetOption;
import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.keep.Inspection;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.tables.Warehouse;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one table; starts Spark only to look up a schema. */
@Command(
    name = "inspect",
    description = {
      "Shows a table: columns with comments, rules, properties, protocol, size and some rows.",
      "Takes a recipe and the name of a table, or the folder of any Delta table. Starts Spark"
          + " only for a recipe whose warehouse is a schema of a catalog."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  winnow inspect my.yaml decisions",
      "  winnow inspect my.yaml curated --at-version 3 --rows 1",
      "  winnow inspect winnow-warehouse/fashion/scores --json"
    })
final class InspectCommand implements Callable<Integer> {

  private static final int MOST_ROWS = 1000;

  @Parameters(
      index = "0",
      paramLabel = "RECIPE",
      description = "recipe file (YAML), or the folder of a table")
  private String target;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TABLE",
      description = "name of a table of the recipe")
  private String table;

  @Option(
      names = "--at-version",
      paramLabel = "V",
      description = "version of the table; default: the newest one")
  private Long version;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "5",
      description = "number of rows to show; default: ${DEFAULT-VALUE}")
  private int rows;

  @Mixin private SetOption sets;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "name of the recipe to use, if the file holds several")
  private String name;

  @Mixin private OutputOptions output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (rows < 0 || rows > MOST_ROWS) {
      throw new Failure(ExitCode.USAGE, "--rows must be in [0, " + MOST_ROWS + "], got " + rows);
    }
    PrintWriter out = spec.commandLine().getOut();
    try (LazySession session = new LazySession()) {
      RunReport report = table == null ? ofFolder(session.hadoop()) : ofRecipe(session);
      if (output.json()) {
        Json.printObject(report.json(), out);
      } else {
        out.print(report.card());
        out.flush();
      }
    }
    return 0;
  }

  private RunReport ofFolder(Configuration hadoop) {
    String path = Warehouse.qualified(hadoop, target).replaceAll("/+$", "");
    if (!Warehouse.exists(hadoop, path + "/_delta_log")) {
      throw new Failure(
          ExitCode.INPUT,
          "TABLE must be given with a recipe, or be the folder of a Delta table, got "
              + target
              + "; such as winnow inspect my.yaml decisions");
    }
    int slash = path.lastIndexOf('/');
    return Inspection.of(
        hadoop, path.substring(0, slash), path.substring(slash + 1), version, rows);
  }

  private RunReport ofRecipe(LazySession session) {
    Configuration hadoop = session.hadoop();
    List<LoadedRecipe> recipes =
        CatalogWarehouses.located(
            session, RecipeFiles.named(RecipeFiles.load(target, sets.values()), name));
    if (recipes.size() > 1) {
      throw new Failure(
          ExitCode.USAGE,
          "the recipe file holds " + RecipeFiles.names(recipes) + "; choose one with --name");
    }
    String warehouse = Warehouse.qualified(hadoop, recipes.get(0).recipe().warehouse());
    return Inspection.of(
        hadoop, warehouse + "/" + recipes.get(0).recipe().name(), table, version, rows);
  }
}
