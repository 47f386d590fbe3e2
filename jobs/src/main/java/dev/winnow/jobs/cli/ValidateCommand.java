package dev.winnow.jobs.cli;

import dev.winnow.jobs.cli.common.CatalogWarehouses;
import dev.winnow.jobs.cli.common.RecipeFiles;
import dev.winnow.jobs.cli.common.RecipeSecrets;
import dev.winnow.jobs.cli.common.SetOption;
import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.preflight.Places;
import dev.winnow.jobs.preflight.Problem;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.recipe.read.RecipeSchema;
import dev.winnow.jobs.tables.CatalogSchema;
import dev.winnow.transforms.text.Printable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reports all faults of a recipe; starts no Spark. */
@Command(
    name = "validate",
    description = {
      "Reports all faults of a recipe, each with line and column.",
      "Warns about input, models and warehouse that are absent from this machine. Starts no Spark."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  winnow validate my.yaml",
      "  winnow validate my.yaml --set prune.keep_fraction=0.6",
      "  winnow validate --print-schema > recipe.schema.json"
    })
final class ValidateCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "RECIPE",
      description = "recipe file (YAML): a path, or a URI of a Hadoop file system")
  private String recipe;

  @Mixin private SetOption sets;

  @Option(
      names = "--print-schema",
      description = "print the JSON Schema of recipes, and check nothing")
  private boolean printSchema;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (printSchema) {
      out.print(RecipeSchema.json());
    } else if (recipe == null) {
      throw new Failure(ExitCode.USAGE, "RECIPE is missing: name the recipe file to check");
    } else {
      List<LoadedRecipe> recipes = RecipeFiles.load(recipe, sets.values());
      PrintWriter err = spec.commandLine().getErr();
      List<Recipe> all = recipes.stream().map(LoadedRecipe::recipe).toList();
      for (int i = 0; i < all.size(); i++) {
        Optional<CatalogSchema> schema = CatalogWarehouses.schema(recipes.get(i));
        schema.ifPresent(
            named ->
                err.println(
                    "winnow: warning: warehouse "
                        + named
                        + " is a schema of a catalog, and is not looked up without Spark; `winnow"
                        + " doctor RECIPE` looks it up"));
        for (Problem problem :
            Places.onThisMachine(all.get(i), all.subList(0, i), schema.isEmpty())) {
          err.println(
              "winnow: warning: "
                  + RecipeSecrets.masked(Printable.of(problem.message()))
                  + "; a run would end with exit code "
                  + problem.code().code());
        }
      }
      err.flush();
      int documents = recipes.size();
      out.println(
          Printable.of(recipe)
              + " is a valid recipe"
              + (documents > 1 ? " of " + documents + " documents" : ""));
    }
    out.flush();
    return 0;
  }
}
