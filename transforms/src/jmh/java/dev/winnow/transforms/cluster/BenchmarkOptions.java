package dev.winnow.transforms.cluster;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Options of {@link KMeansBenchmark}.
 *
 * @param rows number of rows of the data set
 * @param dim length of the rows
 * @param ks numbers of clusters, with a table for each
 * @param iterations iterations of each fit, at least 2
 * @param rounds number of rounds in which all take turns
 * @param warmUp seconds for which each runs before it is timed
 * @param master {@code local[N]}: only then one process uses all of the CPU time
 * @param rivals variants of MLlib's k-means, such as {@code block:java}; may be empty
 * @param data folder that keeps the data set for another run; null for none
 */
record BenchmarkOptions(
    int rows,
    int dim,
    List<Integer> ks,
    int iterations,
    int rounds,
    double warmUp,
    String master,
    List<MlKMeans> rivals,
    Path data) {

  static final String USAGE =
      "[--rows 100000] [--dim 384] [--k 100,1000] [--iterations 5] [--rounds 3]"
          + " [--warm-up 5] [--master local[2]] [--mllib block:java,row:java|none] [--data DIR]";

  BenchmarkOptions {
    if (rows < 1 || dim < 1 || rounds < 1 || ks.stream().anyMatch(k -> k < 1)) {
      throw new IllegalArgumentException("rows, dim, k and rounds must be at least 1");
    }
    if (iterations < 2) {
      throw new IllegalArgumentException("iterations must be at least 2, got " + iterations);
    }
    if (!master.startsWith("local")) {
      throw new IllegalArgumentException("master must be local or local[N], got " + master);
    }
  }

  /**
   * @throws IllegalArgumentException when a word is unknown or a value is not in its range
   */
  static BenchmarkOptions of(String[] args) {
    Map<String, String> given = new TreeMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!USAGE.contains("[" + args[i] + " ") || i + 1 == args.length) {
        throw new IllegalArgumentException("usage: " + USAGE + ", got " + args[i]);
      }
      given.put(args[i], args[i + 1]);
    }
    String rivals = given.getOrDefault("--mllib", "block:java,row:java");
    return new BenchmarkOptions(
        Integer.parseInt(given.getOrDefault("--rows", "100000")),
        Integer.parseInt(given.getOrDefault("--dim", "384")),
        words(given.getOrDefault("--k", "100,1000")).stream().map(Integer::valueOf).toList(),
        Integer.parseInt(given.getOrDefault("--iterations", "5")),
        Integer.parseInt(given.getOrDefault("--rounds", "3")),
        Double.parseDouble(given.getOrDefault("--warm-up", "5")),
        given.getOrDefault("--master", "local[2]"),
        rivals.equals("none") ? List.of() : words(rivals).stream().map(MlKMeans::of).toList(),
        given.containsKey("--data") ? Path.of(given.get("--data")) : null);
  }

  private static List<String> words(String list) {
    return Arrays.asList(list.split(","));
  }
}
