package dev.winnow.jobs.cli;

import dev.winnow.jobs.cli.common.Json;
import dev.winnow.jobs.dictionary.DataDictionary;
import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.text.DidYouMean;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the data dictionary; starts no Spark. */
@Command(
    name = "dictionary",
    description = {
      "Prints all tables with their columns, types, keys and rules.",
      "Reads no warehouse and no recipe. Starts no Spark."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  winnow dictionary > dictionary.md", "  winnow dictionary --format json"})
final class DictionaryCommand implements Callable<Integer> {

  private static final String MARKDOWN = "markdown";
  private static final String JSON = "json";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = MARKDOWN,
      description = "markdown or json; default: ${DEFAULT-VALUE}")
  private String format;

  @Option(names = "--json", description = "the same as --format json")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (json || format.equals(JSON)) {
      Json.printObject(DataDictionary.json(), out);
    } else if (format.equals(MARKDOWN)) {
      out.print(DataDictionary.markdown());
      out.flush();
    } else {
      throw new Failure(
          ExitCode.USAGE,
          "--format must be markdown or json, got "
              + format
              + DidYouMean.hint(format, List.of(MARKDOWN, JSON)));
    }
    return 0;
  }
}
