package dev.winnow.jobs.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.run.Stage;
import dev.winnow.transforms.task.GpuTasks;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that runs stages of a recipe. */
abstract class StageCommand implements Callable<Integer>, Debuggable {

  @Mixin private RunOptions options;
  @Spec private CommandSpec spec;

  /** Stages that the command runs. */
  abstract List<Stage> stages();

  @Override
  public boolean debug() {
    return options != null && options.debug;
  }

  @Override
  public Integer call() {
    if (options.runId != null && !options.runId.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new Failure(
          ExitCode.USAGE,
          "--run-id must hold letters, digits, dots, dashes and underscores, got " + options.runId);
    }
    List<LoadedRecipe> recipes = RecipeFiles.load(options.recipe, options.sets);
    PrintWriter out = spec.commandLine().getOut();
    if (options.dryRun) {
      dryRun(recipes, out);
      return 0;
    }
    List<Map<String, Object>> runs =
        SparkRuns.execute(
            recipes,
            stages(),
            options.runId,
            options.quiet,
            gpus(options.gpuTasks),
            options.json ? null : out);
    if (options.json) {
      out.println(json(runs.size() == 1 ? runs.get(0) : Map.of("runs", runs)));
      out.flush();
    }
    return 0;
  }

  private static GpuTasks gpus(Double share) {
    if (share == null) {
      return null;
    }
    try {
      return new GpuTasks(share);
    } catch (IllegalArgumentException e) {
      throw new Failure(ExitCode.USAGE, "--gpu-tasks: " + e.getMessage(), e);
    }
  }

  private void dryRun(List<LoadedRecipe> recipes, PrintWriter out) {
    List<Object> all = new ArrayList<>();
    for (LoadedRecipe recipe : recipes) {
      if (options.json) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("recipe", recipe.values());
        one.put("origins", new TreeMap<>(recipe.origins()));
        one.put("stages", stages().stream().map(Stage::label).toList());
        all.add(one);
        continue;
      }
      out.println("recipe " + recipe.recipe().name() + ", hash " + recipe.hash().substring(0, 12));
      new TreeMap<>(recipe.origins())
          .forEach(
              (key, origin) -> {
                com.fasterxml.jackson.databind.JsonNode value =
                    recipe
                        .values()
                        .at("/" + key.replace('.', '/').replaceAll("\\[([0-9]+)]", "/$1"));
                if (value.isObject() || value.path(0).isObject()) {
                  return;
                }
                out.printf(
                    "  %-28s %-32s %s%n",
                    key,
                    value.isMissingNode() || value.isNull() ? "auto" : value.toString(),
                    origin);
              });
      out.println("  stages: " + String.join(", ", stages().stream().map(Stage::label).toList()));
    }
    if (options.json) {
      out.println(json(all.size() == 1 ? all.get(0) : Map.of("runs", all)));
    }
    out.flush();
  }

  private static String json(Object value) {
    try {
      return new ObjectMapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report of plain values is not JSON", e);
    }
  }
}
