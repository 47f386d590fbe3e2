package dev.winnow.transforms.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Costs of an iteration by round. Only results of one round are compared. */
final class Table {

  private final double flops;
  private final Map<String, List<Cost>> costs = new LinkedHashMap<>();
  private final List<Double> peaks = new ArrayList<>();

  /**
   * @param flops number of operations of an iteration: {@code 2 n k dim}
   */
  Table(double flops) {
    this.flops = flops;
  }

  /** Begins a round with the machine's peak, in GFLOP/s. */
  void peak(double gigaflops) {
    peaks.add(gigaflops);
  }

  void add(String program, Cost cost) {
    costs.computeIfAbsent(program, name -> new ArrayList<>()).add(cost);
  }

  /**
   * @param ours program with which the others are compared
   */
  void print(String ours) {
    System.out.printf(
        Locale.ROOT,
        "FMA peak of one thread, GFLOP/s: %.1f at best, %.1f in the median round%n",
        peaks.stream().mapToDouble(p -> p).max().orElseThrow(),
        median(peaks.stream().mapToDouble(p -> p)));
    System.out.println(
        "| program | wall s | CPU s | GFLOP per CPU second, median | best | share of peak, median"
            + " | CPU relative to ours | wall relative to ours |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    List<Cost> base = costs.get(ours);
    costs.forEach(
        (program, rounds) ->
            System.out.printf(
                Locale.ROOT,
                "| %s | %.3f | %.3f | %.1f | %.1f | %.0f%% | %.2f | %.2f |%n",
                program,
                median(rounds.stream().mapToDouble(Cost::wall)),
                median(rounds.stream().mapToDouble(Cost::cpu)),
                median(rounds.stream().mapToDouble(this::gigaflops)),
                rounds.stream().mapToDouble(this::gigaflops).max().orElseThrow(),
                100 * median(shares(rounds)),
                median(ratios(rounds, base, Cost::cpu)),
                median(ratios(rounds, base, Cost::wall))));
  }

  private double gigaflops(Cost cost) {
    return flops / cost.cpu() / 1e9;
  }

  private DoubleStream shares(List<Cost> rounds) {
    return IntStream.range(0, rounds.size())
        .mapToDouble(i -> gigaflops(rounds.get(i)) / peaks.get(i));
  }

  private static DoubleStream ratios(
      List<Cost> rounds, List<Cost> base, ToDoubleFunction<Cost> of) {
    return IntStream.range(0, rounds.size())
        .mapToDouble(i -> of.applyAsDouble(rounds.get(i)) / of.applyAsDouble(base.get(i)));
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
