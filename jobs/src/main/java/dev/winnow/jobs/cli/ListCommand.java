package dev.winnow.jobs.cli;

import dev.winnow.jobs.cli.common.CatalogWarehouses;
import dev.winnow.jobs.cli.common.Json;
import dev.winnow.jobs.cli.common.LazySession;
import dev.winnow.jobs.cli.common.OutputOptions;
import dev.winnow.jobs.cli.common.RecipeFiles;
import dev.winnow.jobs.cli.common.SetOption;
import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.keep.RecipeListing;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.transforms.text.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists recipes, runs and releases; starts Spark only to look up a schema. */
@Command(
    name = "list",
    description = {
      "Lists the recipes, runs and releases of a warehouse, with rows and sizes.",
      "Without RECIPE it lists every recipe of --warehouse. The size of a release is that of the"
          + " files it needs; releases share files, so the sizes of several don't add up. Starts"
          + " Spark only for a warehouse that is a schema of a catalog."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  winnow list",
      "  winnow list my.yaml",
      "  winnow list --warehouse /data/winnow --json"
    })
final class ListCommand implements Callable<Integer> {

  private static final String DEFAULT_WAREHOUSE = "winnow-warehouse";

  @Parameters(
      arity = "0..1",
      paramLabel = "RECIPE",
      description = "recipe file (YAML), whose recipes are listed; default: those of --warehouse")
  private String recipe;

  @Option(
      names = "--warehouse",
      paramLabel = "DIR",
      description =
          "warehouse to list, in place of RECIPE: a folder, or CATALOG.SCHEMA; default:"
              + " ./winnow-warehouse")
  private String warehouse;

  @Mixin private SetOption sets;

  @Option(names = "--name", paramLabel = "NAME", description = "list only the recipe of this name")
  private String name;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description = "list only this run and its releases; default: all runs")
  private String runId;

  @Option(
      names = "--dry-run",
      description = "print which folders would be listed, and read no table")
  private boolean dryRun;

  @Mixin private OutputOptions output;

  @Spec private CommandSpec spec;

  /** Folder of the tables of a recipe. */
  private record Place(String warehouse, String name) {}

  @Override
  public Integer call() {
    if (recipe != null && warehouse != null) {
      throw new Failure(
          ExitCode.USAGE,
          "--warehouse must stand in place of RECIPE, got both; give --set warehouse=DIR instead");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (LazySession session = new LazySession()) {
      Configuration hadoop = session.hadoop();
      List<RunReport> reports = new ArrayList<>();
      for (Place place : places(hadoop, session)) {
        reports.add(
            dryRun
                ? planned(place)
                : RecipeListing.of(hadoop, session, place.warehouse(), place.name()).report(runId));
      }
      if (output.json()) {
        Json.printObject(Map.of("recipes", reports.stream().map(RunReport::json).toList()), out);
      } else {
        reports.forEach(report -> out.print(report.card()));
        out.flush();
      }
    }
    return 0;
  }

  private static RunReport planned(Place place) {
    String folder = place.warehouse() + "/" + place.name();
    return new RunReport(
        "would list " + Printable.of(folder) + "\n",
        Map.of("name", place.name(), "folder", folder));
  }

  private List<Place> places(Configuration hadoop, LazySession session) {
    List<Place> places = new ArrayList<>();
    if (recipe != null) {
      for (LoadedRecipe loaded :
          CatalogWarehouses.located(
              session, RecipeFiles.named(RecipeFiles.load(recipe, sets.values()), name))) {
        places.add(
            new Place(
                Warehouse.qualified(hadoop, loaded.recipe().warehouse()), loaded.recipe().name()));
      }
      return places;
    }
    String folder =
        warehouse == null ? DEFAULT_WAREHOUSE : CatalogWarehouses.folder(session, warehouse);
    if (!Warehouse.exists(hadoop, folder)) {
      throw new Failure(
          ExitCode.INPUT,
          "--warehouse must be a folder of recipes, got "
              + folder
              + ", which does not exist; give RECIPE or --warehouse DIR");
    }
    String qualified = Warehouse.qualified(hadoop, folder);
    List<String> names = RecipeListing.names(hadoop, qualified);
    List<String> wanted =
        names.stream().filter(found -> name == null || found.equals(name)).toList();
    if (wanted.isEmpty()) {
      throw new Failure(
          ExitCode.INPUT,
          name == null
              ? "--warehouse must hold the tables of a recipe, but "
                  + folder
                  + " has none; run `winnow run` first"
              : "--name must be one of " + String.join(", ", names) + ", got " + name);
    }
    wanted.forEach(found -> places.add(new Place(qualified, found)));
    return places;
  }
}
