package dev.winnow.jobs.cli;

import dev.winnow.jobs.run.Stage;
import java.util.List;
import picocli.CommandLine.Command;

/** Fits prototypes on the embeddings. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    description = "Fits prototypes on the embeddings.",
    footerHeading = "%nExamples:%n",
    footer = {"  winnow cluster my.yaml --set cluster.k=1000", "", ExitCodes.FOOTER})
final class ClusterCommand extends StageCommand {

  @Override
  List<Stage> stages() {
    return List.of(Stage.CLUSTER);
  }
}
