package dev.winnow.jobs.cli;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.experiment.TheoryFigures;
import dev.winnow.transforms.text.Printable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws the theory of pruning. */
@Command(
    name = "experiment",
    description = {
      "Draws the theory of pruning beside a simulation of it.",
      "Writes four figures as SVG, each with its values as csv: the error of a perceptron by the"
          + " examples kept, which end to keep, the best fraction, and the effect of a probe that"
          + " ranks imperfectly. Starts no Spark."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  winnow experiment --theory --output figures",
      "  winnow experiment --theory --output figures --trials 0"
    })
final class ExperimentCommand implements Callable<Integer> {

  @Option(
      names = "--theory",
      required = true,
      description = "draw the theory of Sorscher et al. 2022 for a perceptron")
  private boolean theory;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description =
          "folder to write to; created if absent, and files of the same names are replaced")
  private Path output;

  @Option(
      names = "--trials",
      defaultValue = "10",
      description =
          "data sets that each point of the simulation averages over, at least 2, or 0 for no"
              + " simulation; default: ${DEFAULT-VALUE}")
  private int trials;

  @Option(
      names = "--dimension",
      defaultValue = "100",
      description =
          "parameters of the simulated perceptron, at least 10; default: ${DEFAULT-VALUE}")
  private int dimension;

  @Option(
      names = "--seed",
      defaultValue = "42",
      description = "seed of the simulation; default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--json",
      description = "print one JSON object on standard output instead of the summary")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (trials < 0 || trials == 1) {
      throw new Failure(ExitCode.USAGE, "--trials must be 0 or at least 2, got " + trials);
    }
    if (dimension < 10) {
      throw new Failure(ExitCode.USAGE, "--dimension must be at least 10, got " + dimension);
    }
    List<String> files =
        new TheoryFigures(new TheoryFigures.Simulation(dimension, trials, seed))
            .write(output).stream().map(Path::toString).toList();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Json.print(List.of(Map.of("files", files)), out);
    } else {
      files.forEach(file -> out.println("wrote " + Printable.of(file)));
      out.flush();
    }
    return 0;
  }
}
