package dev.winnow.jobs.configs;

import dev.winnow.jobs.cli.WinnowCommand;
import dev.winnow.jobs.recipe.read.RecipeFaults;
import dev.winnow.jobs.recipe.read.RecipeLoader;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Checks a submitted job against Spark, the model of the command line, and the recipes. */
final class SubmitCheck {

  private static final Pattern JAR =
      Pattern.compile(
          ".*\\bwinnow-"
              + Pattern.quote(System.getProperty("winnow.version"))
              + "_spark(4\\.[012]_2\\.13|3\\.5_2\\.12)-all\\.jar");

  private final ConfigFiles files;
  private final List<SubmitLine> seen = new ArrayList<>();

  SubmitCheck(ConfigFiles files) {
    this.files = files;
  }

  /**
   * @param file config that contains the job
   */
  List<ConfigFault> check(String file, SubmitLine job) {
    seen.add(job);
    List<ConfigFault> faults = new ArrayList<>();
    for (String option : job.unknown()) {
      faults.add(new ConfigFault(file, job.line(), option + " is no option of the submit command"));
    }
    for (String setting : job.settings()) {
      int sign = setting.indexOf('=');
      String key = sign < 0 ? setting : setting.substring(0, sign);
      if (sign < 0) {
        faults.add(new ConfigFault(file, job.line(), setting + " must be KEY=VALUE"));
      }
      key(file, job.line(), key, faults);
      String value = setting.substring(sign + 1);
      if (key.endsWith(".podTemplateFile") && files.resolve(file, value) == null) {
        faults.add(new ConfigFault(file, job.line(), value + " is not in cluster-configs"));
      }
    }
    for (String properties : job.files()) {
      if (files.resolve(file, properties) == null) {
        faults.add(new ConfigFault(file, job.line(), properties + " is not in cluster-configs"));
      }
    }
    mainClass(file, job, faults);
    if (job.jar() == null || !JAR.matcher(job.jar()).matches()) {
      faults.add(
          new ConfigFault(file, job.line(), "the jar must be Winnow's -all jar, got " + job.jar()));
    }
    arguments(file, job, faults);
    return faults;
  }

  /** Returns all jobs checked so far, in their order. */
  List<SubmitLine> seen() {
    return List.copyOf(seen);
  }

  static void key(String file, int line, String key, List<ConfigFault> faults) {
    if (!SparkKeys.isConfiguration(key)) {
      faults.add(new ConfigFault(file, line, key + " is no configuration of Spark"));
    }
  }

  /** Returns the faults of a recipe alone. */
  static List<ConfigFault> recipe(String file, String text) {
    return recipe(file, 0, file, text, List.of());
  }

  private static void mainClass(String file, SubmitLine job, List<ConfigFault> faults) {
    String name = job.mainClass();
    try {
      Method main = Class.forName(String.valueOf(name)).getMethod("main", String[].class);
      if (Modifier.isStatic(main.getModifiers())) {
        return;
      }
    } catch (ClassNotFoundException | NoSuchMethodException e) {
      faults.add(new ConfigFault(file, job.line(), "no class with a main is named " + name));
      return;
    }
    faults.add(new ConfigFault(file, job.line(), "the main of " + name + " is not static"));
  }

  private void arguments(String file, SubmitLine job, List<ConfigFault> faults) {
    ParseResult parsed;
    try {
      parsed =
          WinnowCommand.commandLine()
              .parseArgs(job.arguments().toArray(String[]::new))
              .subcommand();
    } catch (ParameterException e) {
      faults.add(new ConfigFault(file, job.line(), "winnow: " + e.getMessage()));
      return;
    }
    if (parsed == null) {
      faults.add(new ConfigFault(file, job.line(), "winnow: a command is missing"));
      return;
    }
    String named = parsed.matchedPositionalValue(0, "");
    String recipe = files.resolve(file, named);
    if (recipe == null) {
      faults.add(
          new ConfigFault(
              file, job.line(), "recipe " + named + " is not in cluster-configs/recipes"));
      return;
    }
    List<String> sets = parsed.matchedOptionValue("--set", List.<String>of());
    faults.addAll(recipe(file, job.line(), recipe, files.text(recipe), sets));
  }

  private static List<ConfigFault> recipe(
      String file, int line, String recipe, String text, List<String> sets) {
    try {
      // Each cluster sets its own variables; any value will do here.
      new RecipeLoader(name -> "x").load(recipe, text, sets);
      return List.of();
    } catch (RecipeFaults e) {
      return e.faults().stream()
          .map(
              fault ->
                  new ConfigFault(
                      file,
                      fault.line() == 0 ? line : fault.line(),
                      fault.file().equals(file) ? fault.message() : fault.toString()))
          .toList();
    }
  }
}
