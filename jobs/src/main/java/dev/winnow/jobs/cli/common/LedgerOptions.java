package dev.winnow.jobs.cli.common;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options of every command that reads the tables of finished runs. */
public final class LedgerOptions {

  /** The run that a command works on. */
  private static final class Run {

    @Option(
        names = "--run-id",
        paramLabel = "ID",
        description = "run id; default: the latest run of this recipe")
    private String id;

    @Option(
        names = "--set",
        paramLabel = "KEY=VALUE",
        description = "override a recipe value by its dotted key, as the run did; repeatable")
    private List<String> sets = new ArrayList<>();

    @Option(
        names = "--name",
        paramLabel = "NAME",
        description = "name of the recipe to use, if the file holds several")
    private String name;

    @Option(
        names = "--dry-run",
        description = "find the run and its release, print what would be done, write nothing")
    private boolean dryRun;
  }

  @ArgGroup(validate = false, order = 10, heading = "%nRun and recipe:%n")
  private Run run = new Run();

  public String runId() {
    return run.id;
  }

  public List<String> sets() {
    return run.sets;
  }

  public String name() {
    return run.name;
  }

  public boolean dryRun() {
    return run.dryRun;
  }
}
