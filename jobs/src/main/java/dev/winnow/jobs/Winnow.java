package dev.winnow.jobs;

import dev.winnow.jobs.cli.WinnowCommand;
import dev.winnow.jobs.exit.ExitCode;

/** Main class of the command line. */
public final class Winnow {

  /**
   * Runs a command. Ends the JVM only with a code other than 0: on a cluster, a call of exit after
   * success can end the driver before Spark has shut down.
   */
  public static void main(String[] args) {
    int code = WinnowCommand.execute(args, System.out, System.err);
    if (code != ExitCode.DONE.code()) {
      System.exit(code);
    }
  }

  private Winnow() {}
}
