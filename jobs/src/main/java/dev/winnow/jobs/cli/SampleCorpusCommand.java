package dev.winnow.jobs.cli;

import dev.winnow.jobs.sample.SampleCorpus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the generated quickstart corpus. */
@Command(
    name = "sample-corpus",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    description =
        "Writes the generated corpus of the quickstart: images, texts and a manifest of what was planted.",
    footerHeading = "%nExamples:%n",
    footer = {"  winnow sample-corpus corpus --seed 7", "", ExitCodes.FOOTER})
final class SampleCorpusCommand implements Callable<Integer>, Debuggable {

  @Parameters(paramLabel = "DIR", description = "folder to write to; made when absent")
  private Path folder;

  @Option(names = "--seed", defaultValue = "42", description = "seed (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(names = "--debug", description = "a stack trace with a failure")
  private boolean debug;

  @Spec private CommandSpec spec;

  @Override
  public boolean debug() {
    return debug;
  }

  @Override
  public Integer call() throws IOException {
    SampleCorpus.write(folder, seed);
    spec.commandLine().getOut().println("wrote images, texts.jsonl and manifest.csv to " + folder);
    spec.commandLine().getOut().flush();
    return 0;
  }
}
