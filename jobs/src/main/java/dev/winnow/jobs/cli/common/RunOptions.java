package dev.winnow.jobs.cli.common;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.transforms.task.GpuTasks;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every command that runs stages of a recipe. */
public final class RunOptions {

  @Mixin private SetOption sets;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description = "run id; default: a hash of the recipe and the input")
  private String runId;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "name of the recipe to run, if the file holds several; default: all of them")
  private String name;

  @Option(
      names = "--keep-going",
      description =
          "if a recipe of the file fails, run those after it; the exit code is that of the first"
              + " failure")
  private boolean keepGoing;

  @Option(
      names = "--gpu-tasks",
      paramLabel = "SHARE",
      description =
          "GPU share of each task that embeds with a model, in (0, 1]: with 0.25, four tasks share"
              + " a GPU. Other stages then ask for no GPU. For standalone, YARN and Kubernetes")
  private Double gpuTasks;

  @Option(
      names = "--dry-run",
      description =
          "check the recipe and the places it names, print its effective values and their origins,"
              + " run nothing")
  private boolean dryRun;

  public List<String> sets() {
    return sets.values();
  }

  /** Returns the run id; null without the option. */
  public String runId() {
    return runId;
  }

  /** Returns the name of the recipe to run; null for all of the file. */
  public String name() {
    return name;
  }

  public boolean keepGoing() {
    return keepGoing;
  }

  public boolean dryRun() {
    return dryRun;
  }

  /**
   * @throws Failure with {@link ExitCode#USAGE} for a run id that cannot be a name
   */
  public void check() {
    if (runId != null && !runId.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new Failure(
          ExitCode.USAGE,
          "--run-id must begin with a letter or digit, and contain only letters, digits, dots,"
              + " dashes and underscores, got "
              + runId);
    }
  }

  /**
   * Returns the GPU share of embedding tasks; null without the option.
   *
   * @throws Failure with {@link ExitCode#USAGE} for a share out of range
   */
  public GpuTasks gpus() {
    if (gpuTasks == null) {
      return null;
    }
    try {
      return new GpuTasks(gpuTasks);
    } catch (IllegalArgumentException e) {
      throw new Failure(ExitCode.USAGE, "--gpu-tasks: " + e.getMessage(), e);
    }
  }
}
