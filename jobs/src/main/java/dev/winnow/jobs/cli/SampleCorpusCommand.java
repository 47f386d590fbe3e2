package dev.winnow.jobs.cli;

import dev.winnow.jobs.sample.SampleCorpus;
import dev.winnow.transforms.text.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the generated corpus of the quickstart. */
@Command(
    name = "sample-corpus",
    description = {
      "Writes the generated corpus of the quickstart.",
      "Writes images, texts, and a manifest of the planted duplicates and broken files."
    },
    footerHeading = "%nExamples:%n",
    footer = "  winnow sample-corpus corpus --seed 7")
final class SampleCorpusCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "folder to write to; created if absent")
  private Path folder;

  @Option(
      names = "--seed",
      defaultValue = "42",
      description = "seed of the generator; default: ${DEFAULT-VALUE}")
  private long seed;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    SampleCorpus.write(folder, seed);
    spec.commandLine()
        .getOut()
        .println("wrote images, texts.jsonl and manifest.csv to " + Printable.of(folder));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
