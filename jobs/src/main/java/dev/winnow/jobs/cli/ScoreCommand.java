package dev.winnow.jobs.cli;

import dev.winnow.jobs.run.Stage;
import java.util.List;
import picocli.CommandLine.Command;

/** Scores the hardness of every example. */
@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    description =
        "Scores the hardness of every example, and drops semantic duplicates where the recipe asks for it.",
    footerHeading = "%nExamples:%n",
    footer = {"  winnow score my.yaml", "", ExitCodes.FOOTER})
final class ScoreCommand extends StageCommand {

  @Override
  List<Stage> stages() {
    return List.of(Stage.SCORE, Stage.SEMANTIC, Stage.RECLUSTER, Stage.RESCORE);
  }
}
