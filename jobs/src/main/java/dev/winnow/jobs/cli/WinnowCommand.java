package dev.winnow.jobs.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line as a whole. */
@Command(
    name = "winnow",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    description =
        "Curates image and text corpora on Spark: embed, cluster, score, prune, publish. "
            + "Prune once, explain every row.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      IngestCommand.class,
      EmbedCommand.class,
      DedupCommand.class,
      ClusterCommand.class,
      ScoreCommand.class,
      PruneCommand.class,
      PublishCommand.class,
      CutCommand.class,
      WhyCommand.class,
      CompareCommand.class,
      ExportCommand.class,
      ValidateCommand.class,
      SampleCorpusCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  winnow run cluster-configs/local/quickstart.yaml",
      "  winnow validate my.yaml",
      "",
      ExitCodes.FOOTER
    })
public final class WinnowCommand implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** Runs a command line and returns its exit code; never ends the JVM. */
  public static int execute(String[] args, PrintStream out, PrintStream err) {
    PrintWriter writer = new PrintWriter(out, true, StandardCharsets.UTF_8);
    PrintWriter errors = new PrintWriter(err, true, StandardCharsets.UTF_8);
    return new CommandLine(new WinnowCommand())
        .setOut(writer)
        .setErr(errors)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              if (isEnding()) {
                // Spark's own hook has stopped the session: what failed is no fault of the run.
                errors.println("winnow: interrupted; the next start reuses the finished stages");
                return dev.winnow.jobs.exit.ExitCode.INTERRUPTED.code();
              }
              ExitCodes.Verdict verdict = ExitCodes.of(failure);
              errors.println("winnow: " + verdict.message());
              if (command.getCommand() instanceof Debuggable d && d.debug()) {
                failure.printStackTrace(errors);
              }
              return verdict.code().code();
            })
        .setParameterExceptionHandler(
            (failure, parsed) -> {
              errors.println("winnow: " + failure.getMessage());
              if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, errors)) {
                errors.println(
                    "Try 'winnow "
                        + (failure.getCommandLine().getParent() == null
                            ? ""
                            : failure.getCommandLine().getCommandName() + " ")
                        + "--help'.");
              }
              return dev.winnow.jobs.exit.ExitCode.USAGE.code();
            })
        .execute(args);
  }

  /** Whether this JVM is shutting down, as the refusal of another hook tells. */
  private static boolean isEnding() {
    Thread hook = new Thread(() -> {}, "winnow-none");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      Runtime.getRuntime().removeShutdownHook(hook);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
