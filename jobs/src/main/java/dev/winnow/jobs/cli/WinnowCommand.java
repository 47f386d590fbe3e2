package dev.winnow.jobs.cli;

import dev.winnow.jobs.cli.common.RecipeSecrets;
import dev.winnow.jobs.cli.common.Versions;
import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.text.DidYouMean;
import dev.winnow.transforms.text.Printable;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FSError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: all commands, their help, and their exit codes. */
@Command(
    name = "winnow",
    description =
        "Curates image and text corpora on Spark: embeds, clusters, scores, prunes and publishes"
            + " them. Prune once, explain every row.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {"  winnow run cluster-configs/local/quickstart.yaml", "  winnow validate my.yaml"})
public final class WinnowCommand implements Runnable {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "print this help")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      scope = ScopeType.INHERIT,
      description = "print the versions of Winnow and its libraries")
  private boolean version;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "print a stack trace if the command fails")
  private boolean debug;

  @Spec private CommandSpec spec;

  private WinnowCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** Returns the command line with all commands. */
  public static CommandLine commandLine() {
    return commandLine(new WinnowCommand());
  }

  private static CommandLine commandLine(WinnowCommand winnow) {
    Map<String, List<CommandLine>> groups = new LinkedHashMap<>();
    groups.put(
        "Begin", List.of(of(new InitCommand()), of(new DoctorCommand()), of(new PlanCommand())));
    groups.put("Run a recipe", List.of(StageCommand.runCommand(), of(new ValidateCommand())));
    groups.put(
        "Run one stage, on the tables of the stages before it", StageCommand.stageCommands());
    groups.put(
        "Use finished runs",
        List.of(
            of(new CutCommand()),
            of(new WhyCommand()),
            of(new ReportCommand()),
            of(new CompareCommand()),
            of(new ExportCommand())));
    groups.put(
        "Scaling experiments",
        List.of(of(new ExperimentCommand()), of(new AdviseCommand()), of(new FitCommand())));
    groups.put(
        "Keep house",
        List.of(
            of(new ListCommand()),
            of(new InspectCommand()),
            of(new DropCommand()),
            of(new VacuumCommand())));
    groups.put(
        "Other",
        List.of(
            of(new DictionaryCommand()),
            of(new ModelsCommand()),
            of(new SampleCorpusCommand()),
            of(new WheelCommand()),
            of(new CompletionCommand())));
    CommandLine line = new CommandLine(winnow);
    groups.values().forEach(group -> group.forEach(c -> line.addSubcommand(c.getCommandName(), c)));
    complete(line.getCommandSpec());
    for (CommandLine command : line.getSubcommands().values()) {
      complete(command.getCommandSpec());
      command.getSubcommands().values().forEach(inner -> complete(inner.getCommandSpec()));
    }
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
    line.getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> commandList(help, groups));
    return line;
  }

  private static CommandLine of(Object command) {
    return new CommandLine(command);
  }

  /** Adds the version and the exit codes, which all commands have. */
  private static void complete(CommandSpec command) {
    Map<String, String> codes = new LinkedHashMap<>();
    Arrays.stream(ExitCode.values())
        .forEach(code -> codes.put(String.valueOf(code.code()), code.meaning()));
    command.versionProvider(new Versions());
    command.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(codes);
  }

  /** Lists the commands by group, each with the first line of its description. */
  private static String commandList(Help help, Map<String, List<CommandLine>> groups) {
    StringBuilder text = new StringBuilder();
    groups.forEach(
        (heading, commands) -> {
          Map<String, Help> group = new LinkedHashMap<>();
          commands.forEach(command -> group.put(command.getCommandName(), command.getHelp()));
          text.append(help.createHeading("%n" + heading + ":%n")).append(help.commandList(group));
        });
    return text.toString();
  }

  /** Runs a command line and returns its exit code; never ends the JVM. */
  public static int execute(String[] args, PrintStream out, PrintStream err) {
    WinnowCommand winnow = new WinnowCommand();
    PrintWriter errors = new PrintWriter(err, true, StandardCharsets.UTF_8);
    CommandLine line =
        commandLine(winnow)
            .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
            .setErr(errors)
            .setExecutionExceptionHandler(
                (failure, command, parsed) -> winnow.failed(failure, errors))
            .setParameterExceptionHandler((failure, args2) -> refused(failure, errors));
    try {
      return line.execute(args);
    } catch (FSError e) {
      // Hadoop reports a local disk that fails as an error, which the command line does not handle.
      return winnow.failed(e, errors);
    }
  }

  private int failed(Throwable failure, PrintWriter errors) {
    if (isEnding()) {
      // Spark's own hook has stopped the session, and the failure is only a consequence.
      errors.println("winnow: interrupted; the next start reuses the finished stages");
      return ExitCode.INTERRUPTED.code();
    }
    ExitCodes.Verdict verdict = ExitCodes.of(failure);
    errors.println(
        "winnow: " + RecipeSecrets.masked(String.join(System.lineSeparator(), verdict.lines())));
    if (debug) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      errors.print(RecipeSecrets.masked(trace.toString()));
      errors.flush();
    }
    return verdict.code().code();
  }

  private static int refused(ParameterException failure, PrintWriter errors) {
    CommandLine command = failure.getCommandLine();
    Set<String> commands = command.getSubcommands().keySet();
    boolean hinted = false;
    if (failure instanceof UnmatchedArgumentException unmatched
        && !unmatched.isUnknownOption()
        && !commands.isEmpty()) {
      String word = unmatched.getUnmatched().get(0);
      errors.println(
          "winnow: " + Printable.of(word) + " is no command" + DidYouMean.hint(word, commands));
    } else {
      errors.println("winnow: " + Printable.of(failure.getMessage()));
      hinted = UnmatchedArgumentException.printSuggestions(failure, errors);
    }
    if (!hinted) {
      String name = command.getParent() == null ? "" : command.getCommandName() + " ";
      errors.println("Try 'winnow " + name + "--help'.");
    }
    return ExitCode.USAGE.code();
  }

  /** Returns whether this JVM is shutting down, which refuses further shutdown hooks. */
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
