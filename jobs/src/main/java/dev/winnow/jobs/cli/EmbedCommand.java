package dev.winnow.jobs.cli;

import dev.winnow.jobs.run.Stage;
import java.util.List;
import picocli.CommandLine.Command;

/** Embeds the ingested examples. */
@Command(
    name = "embed",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    description = "Embeds the ingested examples.",
    footerHeading = "%nExamples:%n",
    footer = {"  winnow embed my.yaml", "", ExitCodes.FOOTER})
final class EmbedCommand extends StageCommand {

  @Override
  List<Stage> stages() {
    return List.of(Stage.EMBED);
  }
}
