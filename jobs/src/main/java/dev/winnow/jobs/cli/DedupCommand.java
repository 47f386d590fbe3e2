package dev.winnow.jobs.cli;

import dev.winnow.jobs.run.Stage;
import java.util.List;
import picocli.CommandLine.Command;

/** Drops duplicates. */
@Command(
    name = "dedup",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    description =
        "Drops duplicates, as section dedup says: exact and near ones once the examples are embedded,"
            + " semantic ones once they are scored.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  winnow dedup my.yaml",
      "  winnow dedup my.yaml --set dedup.epsilon=0.05",
      "",
      ExitCodes.FOOTER
    })
final class DedupCommand extends StageCommand {

  @Override
  List<Stage> stages() {
    return List.of(Stage.DEDUP, Stage.SEMANTIC);
  }
}
