package dev.winnow.jobs.cli;

import dev.winnow.jobs.run.Stage;
import java.util.List;
import picocli.CommandLine.Command;

/** Reads the input into examples, thumbnails and quarantine. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    description = "Reads the input into examples, thumbnails and quarantine.",
    footerHeading = "%nExamples:%n",
    footer = {"  winnow ingest my.yaml", "", ExitCodes.FOOTER})
final class IngestCommand extends StageCommand {

  @Override
  List<Stage> stages() {
    return List.of(Stage.INGEST);
  }
}
