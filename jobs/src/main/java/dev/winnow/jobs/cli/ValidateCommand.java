package dev.winnow.jobs.cli;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.read.RecipeSchema;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells every fault of a recipe at once; starts no Spark. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    description = "Tells every fault of a recipe at once, with line and column. Starts no Spark.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  winnow validate my.yaml",
      "  winnow validate my.yaml --set prune.keep_fraction=0.6",
      "  winnow validate --print-schema > recipe.schema.json",
      "",
      ExitCodes.FOOTER
    })
final class ValidateCommand implements Callable<Integer>, Debuggable {

  @Parameters(arity = "0..1", paramLabel = "RECIPE", description = "recipe file (YAML)")
  private String recipe;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "override a value of the recipe by its dotted key; repeatable")
  private List<String> sets = new ArrayList<>();

  @Option(names = "--print-schema", description = "print the JSON Schema of recipes")
  private boolean printSchema;

  @Option(names = "--debug", description = "a stack trace with a failure")
  private boolean debug;

  @Spec private CommandSpec spec;

  @Override
  public boolean debug() {
    return debug;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (printSchema) {
      out.print(RecipeSchema.json());
    } else if (recipe == null) {
      throw new Failure(ExitCode.USAGE, "RECIPE is missing: name the file to check");
    } else {
      int documents = RecipeFiles.load(recipe, sets).size();
      out.println(
          recipe + " is a valid recipe" + (documents > 1 ? " of " + documents + " documents" : ""));
    }
    out.flush();
    return 0;
  }
}
