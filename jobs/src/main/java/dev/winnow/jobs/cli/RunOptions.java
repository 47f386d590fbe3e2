package dev.winnow.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options of every command that runs a recipe. */
final class RunOptions {

  @Parameters(paramLabel = "RECIPE", description = "recipe file (YAML), a path or a URI")
  String recipe;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "override a value of the recipe by its dotted key; repeatable")
  List<String> sets = new ArrayList<>();

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description = "name of the run; without it, a hash of recipe and input")
  String runId;

  @Option(
      names = "--gpu-tasks",
      paramLabel = "SHARE",
      description =
          "GPUs of every task that embeds with a model, above 0 and at most 1: 0.25 lets four tasks share one."
              + " Other stages then need none. For standalone, YARN and Kubernetes")
  Double gpuTasks;

  @Option(
      names = "--dry-run",
      description = "check the recipe, print its effective values and their origins, do nothing")
  boolean dryRun;

  @Option(names = "--quiet", description = "no progress lines")
  boolean quiet;

  @Option(names = "--json", description = "one JSON object on standard output instead of the card")
  boolean json;

  @Option(names = "--debug", description = "a stack trace with a failure")
  boolean debug;
}
