package dev.winnow.jobs.example;

import dev.winnow.jobs.exit.Failure;
import dev.winnow.transforms.text.Printable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Scaling experiment from a consumer's side. It tests if a classifier learns more from the best
 * ranked rows of a release than from the same number of random rows.
 *
 * <p>For each fraction it trains on the rows with {@code keep_quantile} up to the fraction, and
 * once per seed on the same number of random rows. All classifiers are tested on the same held-out
 * rows. At the fraction 1 both sets are equal to all rows, so it trains once.
 */
@Command(
    name = "scaling-example",
    mixinStandardHelpOptions = true,
    description = "Compares curated with random subsets of a release by a linear classifier.")
public final class ScalingExample implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "FOLDER", description = "WAREHOUSE/NAME of the tables.")
  private String folder;

  @Parameters(index = "1", paramLabel = "RELEASE", description = "A name in table releases.")
  private String release;

  @Option(
      names = "--fractions",
      split = ",",
      defaultValue = "0.25,0.5,0.75,1",
      description = "Shares of the ranked rows, in (0, 1]. Default: ${DEFAULT-VALUE}.")
  private List<Double> fractions;

  @Option(
      names = "--seeds",
      defaultValue = "3",
      description = "Random subsets per fraction, at least 2. Default: ${DEFAULT-VALUE}.")
  private int seeds;

  @Option(
      names = "--held-out",
      defaultValue = "0.2",
      description = "Share of the rows to test on. Default: ${DEFAULT-VALUE}.")
  private double heldOut;

  @Option(
      names = "--iterations",
      defaultValue = "50",
      description = "Largest number of iterations of a fit. Default: ${DEFAULT-VALUE}.")
  private int iterations;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /**
   * One line of the printed table.
   *
   * @param fraction share of the ranked rows
   * @param rows rows of each training set
   * @param curated accuracy after training on the best ranked rows
   * @param random mean accuracy over the seeds
   * @param error standard error of that mean; 0 if there is only one such set
   */
  record Line(double fraction, long rows, double curated, double random, double error) {

    double difference() {
      return curated - random;
    }
  }

  /** Runs the command, and exits with its code if it fails. */
  public static void main(String[] args) {
    CommandLine command = new CommandLine(new ScalingExample());
    command.setExecutionExceptionHandler(
        (e, at, parsed) -> {
          if (e instanceof Failure failure) {
            at.getErr().println("scaling-example: " + Printable.of(failure.getMessage()));
            return failure.exitCode().code();
          }
          throw e;
        });
    int code = command.execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  @Override
  public Integer call() {
    check(seeds >= 2, "--seeds must be at least 2 for a standard error, got " + seeds);
    check(heldOut > 0 && heldOut < 1, "--held-out must be in (0, 1), got " + heldOut);
    check(iterations >= 1, "--iterations must be at least 1, got " + iterations);
    for (double fraction : fractions) {
      check(fraction > 0 && fraction <= 1, "--fractions must be in (0, 1], got " + fraction);
    }
    SparkSession spark =
        SparkSession.builder()
            .appName("scaling-example")
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .getOrCreate();
    execute(spark, System.out);
    return 0;
  }

  private void check(boolean holds, String message) {
    if (!holds) {
      throw new CommandLine.ParameterException(spec.commandLine(), message);
    }
  }

  /** Trains, prints each line of the table when it is complete, and returns all lines. */
  private List<Line> execute(SparkSession spark, PrintStream out) {
    PinnedRelease tables = new PinnedRelease(spark, folder, release);
    try (SubsetProbe probe = new SubsetProbe(tables, heldOut, iterations)) {
      out.printf(
          Locale.ROOT,
          "release %s, %,d rows held out, %d random subsets per fraction%n",
          release,
          probe.tested(),
          seeds);
      out.println("fraction     rows  curated   random   +- s.e.  difference");
      List<Line> lines = new ArrayList<>();
      for (double fraction : fractions) {
        Line line = line(probe, fraction);
        out.printf(
            Locale.ROOT,
            "%8.2f %8d  %6.2f%%  %6.2f%%   %6.2f  %+10.2f%n",
            line.fraction(),
            line.rows(),
            100 * line.curated(),
            100 * line.random(),
            100 * line.error(),
            100 * line.difference());
        lines.add(line);
      }
      return lines;
    }
  }

  private Line line(SubsetProbe probe, double fraction) {
    Dataset<Row> curated = probe.curated(fraction);
    long rows = curated.count();
    double accuracy = probe.accuracy(curated);
    if (fraction == 1) {
      return new Line(fraction, rows, accuracy, accuracy, 0);
    }
    double[] random = new double[seeds];
    double mean = 0;
    for (int seed = 0; seed < seeds; seed++) {
      random[seed] = probe.accuracy(probe.random(rows, seed));
      mean += random[seed] / seeds;
    }
    double squares = 0;
    for (double value : random) {
      squares += (value - mean) * (value - mean);
    }
    return new Line(fraction, rows, accuracy, mean, Math.sqrt(squares / (seeds - 1) / seeds));
  }

  /** Runs the command like {@link #main}, in an existing session. */
  static List<Line> lines(SparkSession spark, PrintStream out, String... args) {
    ScalingExample example = new ScalingExample();
    new CommandLine(example).parseArgs(args);
    return example.execute(spark, out);
  }
}
