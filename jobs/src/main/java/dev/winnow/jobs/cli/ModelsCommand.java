package dev.winnow.jobs.cli;

import dev.winnow.transforms.embed.known.KnownModel;
import dev.winnow.transforms.embed.known.KnownModels;
import dev.winnow.transforms.embed.known.ModelStore;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the encoders that recipes can name; its subcommand fetches them. */
@Command(
    name = "models",
    subcommands = ModelsFetchCommand.class,
    description = {
      "Lists the text encoders that recipes can name, and fetches them.",
      "They lie in the folder of the environment variable WINNOW_MODELS, by default"
          + " ~/.cache/winnow/models. Starts no Spark."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  winnow models", "  winnow models fetch all-minilm-l6-v2"})
final class ModelsCommand implements Callable<Integer> {

  private static final String LINE = "%-21s %10s %8s  %-10s %-12s %s%n";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    ModelStore store = ModelStore.ofEnvironment();
    out.printf(LINE, "name", "dimensions", "size", "languages", "licence", "fetched");
    for (KnownModel model : KnownModels.all()) {
      out.printf(
          LINE,
          model.name(),
          model.dim(),
          model.size(),
          model.languages(),
          model.licence(),
          store.holds(model) ? store.place(model) : "no");
    }
    out.flush();
    return 0;
  }
}
