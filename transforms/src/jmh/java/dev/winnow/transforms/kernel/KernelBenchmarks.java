package dev.winnow.transforms.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.util.Statistics;

/**
 * Runs the kernels' benchmarks one after the other, each right after a measurement of the machine's
 * peak, and prints a line for each: GFLOP/s, and the share of that peak.
 *
 * <p>Arguments: {@code --full} for all sizes, then options of JMH. A regular expression among them
 * chooses lines by their text.
 */
public final class KernelBenchmarks {

  private static final Class<?> PEAK = FmaPeakBenchmark.class;

  /**
   * A line of the table.
   *
   * @param flops number of operations of a call; 0 to print the time alone
   */
  private record Line(
      String text, Class<?> benchmark, String method, Map<String, Object> params, double flops) {}

  public static void main(String[] args)
      throws CommandLineOptionException, RunnerException, IOException {
    List<String> remaining = new ArrayList<>(Arrays.asList(args));
    boolean full = remaining.remove("--full");
    CommandLineOptions options = new CommandLineOptions(remaining.toArray(String[]::new));
    List<Pattern> chosen = options.getIncludes().stream().map(Pattern::compile).toList();
    System.out.println(
        "| operation | best | median | unit | peak, best | peak, median"
            + " | share of peak, best | share of peak, median |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    for (Line line : lines(full)) {
      if (chosen.isEmpty() || chosen.stream().anyMatch(p -> p.matcher(line.text).find())) {
        Statistics peak = run(options, PEAK, "peak", Map.of());
        print(line, peak, run(options, line.benchmark, line.method, line.params));
      }
    }
  }

  private static List<Line> lines(boolean full) {
    List<Line> lines = new ArrayList<>();
    for (String kernel : List.of("simd", "plain")) {
      for (int k : new int[] {100, 1000, 4096, 16384}) {
        for (int dim : full ? new int[] {128, 384, 768} : new int[] {384}) {
          if (full || kernel.equals("simd") || k <= 1000) {
            lines.add(assign("assign", "assign", kernel, k, dim));
            lines.add(assign("assign and sum", "assignAndSum", kernel, k, dim));
          }
        }
      }
      lines.add(assign("assign", "assign", kernel, 37, 100));
      lines.add(assign("assign", "assign", kernel, 1001, 385));
      for (int k : full ? new int[] {100, 1000, 16384} : new int[] {1000}) {
        lines.add(
            new Line(
                "exact sums, %s, k = %d, d = 384".formatted(kernel, k),
                FixedPointBenchmark.class,
                "add",
                Map.of("kernel", kernel, "k", k, "dim", 384),
                0));
      }
      for (int n : new int[] {1000, 10_000}) {
        for (int dim : full ? new int[] {128, 384, 768} : new int[] {384}) {
          if (full || kernel.equals("simd")) {
            lines.add(earlier("products", "earlier", kernel, n, dim));
            lines.add(earlier("packing and products", "packedEarlier", kernel, n, dim));
          }
        }
      }
    }
    return lines;
  }

  private static Line assign(String operation, String method, String kernel, int k, int dim) {
    return new Line(
        "%s, %s, k = %d, d = %d".formatted(operation, kernel, k, dim),
        AssignBenchmark.class,
        method,
        Map.of("kernel", kernel, "k", k, "dim", dim),
        AssignBenchmark.flops(k, dim));
  }

  private static Line earlier(String operation, String method, String kernel, int n, int dim) {
    return new Line(
        "earlier rows, %s, %s, n = %d, d = %d".formatted(operation, kernel, n, dim),
        EarlierBenchmark.class,
        method,
        Map.of("kernel", kernel, "n", n, "dim", dim),
        EarlierBenchmark.flops(n, dim));
  }

  /** Returns the nanoseconds of each call. The output of JMH is shown only when it fails. */
  private static Statistics run(
      CommandLineOptions options, Class<?> benchmark, String method, Map<String, Object> params)
      throws RunnerException, IOException {
    Path log = Files.createTempFile("jmh", ".log");
    try {
      ChainedOptionsBuilder builder =
          new OptionsBuilder()
              .parent(options)
              .include("^" + Pattern.quote(benchmark.getName() + "." + method) + "$")
              .shouldFailOnError(true)
              .output(log.toString());
      new TreeMap<>(params).forEach((name, value) -> builder.param(name, value.toString()));
      return new Runner(builder.build()).runSingle().getPrimaryResult().getStatistics();
    } catch (RunnerException e) {
      System.err.print(Files.readString(log));
      throw e;
    } finally {
      Files.delete(log);
    }
  }

  private static void print(Line line, Statistics peak, Statistics nanos) {
    double best = nanos.getMin();
    double median = nanos.getPercentile(50);
    double peakBest = FmaPeak.FLOPS / peak.getMin();
    double peakMedian = FmaPeak.FLOPS / peak.getPercentile(50);
    if (line.flops == 0) {
      double rows = FixedPointBenchmark.ROWS;
      System.out.printf(
          Locale.ROOT,
          "| %s | %.0f | %.0f | ns per row | | | | |%n",
          line.text,
          best / rows,
          median / rows);
    } else {
      System.out.printf(
          Locale.ROOT,
          "| %s | %.1f | %.1f | GFLOP/s | %.1f | %.1f | %.0f%% | %.0f%% |%n",
          line.text,
          line.flops / best,
          line.flops / median,
          peakBest,
          peakMedian,
          100 * line.flops / best / peakBest,
          100 * line.flops / median / peakMedian);
    }
  }

  private KernelBenchmarks() {}
}
