package dev.winnow.jobs.cli.common;

import dev.winnow.jobs.progress.Shown;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options of every command that takes a recipe, except those that differ in meaning. */
public final class CommonOptions {

  /** Output of a command. */
  private static final class Output {

    @Option(names = "--quiet", description = "print no progress lines")
    private boolean quiet;

    @Option(
        names = "--json",
        description = "print one JSON object on standard output instead of the summary")
    private boolean json;

    @Option(
        names = "--verbose",
        description = "print each iteration, and with the launcher also what the libraries log")
    private boolean verbose;
  }

  @Parameters(
      index = "0",
      paramLabel = "RECIPE",
      description = "recipe file (YAML): a path, or a URI of a Hadoop file system")
  private String recipe;

  @ArgGroup(validate = false, order = 20, heading = "%nOutput:%n")
  private Output output = new Output();

  public String recipe() {
    return recipe;
  }

  public boolean quiet() {
    return output.quiet;
  }

  public boolean json() {
    return output.json;
  }

  /** Returns the progress to show on standard error. */
  public Shown shown() {
    return new Shown(output.quiet, output.json, output.verbose);
  }
}
