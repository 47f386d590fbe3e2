package dev.winnow.jobs.cli.common;

import picocli.CommandLine.Option;

/** Output of a command that needs no recipe and is done at once. */
public final class OutputOptions {

  @Option(names = "--quiet", description = "print no progress lines; this command has none")
  private boolean quiet;

  @Option(
      names = "--json",
      description = "print one JSON object on standard output instead of the summary")
  private boolean json;

  public boolean json() {
    return json;
  }
}
