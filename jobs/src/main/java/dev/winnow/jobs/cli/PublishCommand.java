package dev.winnow.jobs.cli;

import dev.winnow.jobs.run.Stage;
import java.util.List;
import picocli.CommandLine.Command;

/** Publishes the curated table as a release. */
@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    description = "Publishes the curated table as a release.",
    footerHeading = "%nExamples:%n",
    footer = {"  winnow publish my.yaml --set publish.release=v1", "", ExitCodes.FOOTER})
final class PublishCommand extends StageCommand {

  @Override
  List<Stage> stages() {
    return List.of(Stage.PUBLISH);
  }
}
