package dev.winnow.jobs.cli;

import dev.winnow.jobs.run.Stage;
import java.util.List;
import picocli.CommandLine.Command;

/** Ranks the examples and decides which are kept. */
@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    description = "Ranks the examples and decides which are kept.",
    footerHeading = "%nExamples:%n",
    footer = {"  winnow prune my.yaml --set prune.keep_fraction=0.6", "", ExitCodes.FOOTER})
final class PruneCommand extends StageCommand {

  @Override
  List<Stage> stages() {
    return List.of(Stage.PRUNE);
  }
}
