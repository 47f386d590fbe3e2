package dev.winnow.jobs.cli;

import dev.winnow.jobs.run.Stage;
import java.util.List;
import picocli.CommandLine.Command;

/** Runs a recipe from input to published release. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    description =
        "Runs a recipe from input to published release. Ingest, embed, cluster, score, prune and publish; what is done already is reused.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  winnow run cluster-configs/local/quickstart.yaml",
      "  winnow run my.yaml --set prune.keep_fraction=0.6",
      "  winnow --master local[4] run my.yaml --run-id nightly --json",
      "",
      ExitCodes.FOOTER
    })
final class RunCommand extends StageCommand {

  @Override
  List<Stage> stages() {
    return List.of(Stage.values());
  }
}
