package dev.winnow.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options of every command that works on the tables of finished runs. */
final class LedgerOptions {

  @Parameters(
      index = "0",
      paramLabel = "RECIPE",
      description = "recipe file (YAML), a path or a URI")
  String recipe;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "override a value of the recipe by its dotted key, as the run did; repeatable")
  List<String> sets = new ArrayList<>();

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description = "the run that is meant; without it, the latest of this very recipe")
  String runId;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "the one of several recipes of the file that is meant, by its name")
  String name;

  @Option(
      names = "--dry-run",
      description = "look up what is meant, tell what would be done, write nothing")
  boolean dryRun;

  @Option(names = "--quiet", description = "no progress lines")
  boolean quiet;

  @Option(names = "--json", description = "one JSON object on standard output instead of the card")
  boolean json;

  @Option(names = "--debug", description = "a stack trace with a failure")
  boolean debug;
}
