package dev.winnow.transforms.embed.djl;

import com.sun.management.OperatingSystemMXBean;
import dev.winnow.transforms.cluster.Machine;
import dev.winnow.transforms.embed.EncoderSource;
import dev.winnow.transforms.kernel.UnitVector;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Times the embedding of one corpus, in one process and in turns: ONNX Runtime alone on prepared
 * batches, the same in Spark, a plain pipeline that decodes one batch ahead, and the same in Spark.
 * All use the same number of threads, each with a core for itself. The vectors are compared first.
 */
public final class EncoderBenchmark {

  private static final String USAGE =
      "[--corpus images|texts] [--data FOLDER|FILE] [--model FOLDER] [--output NAME] [--rows 1024]"
          + " [--batch 64] [--max-length N] [--cores 1,2] [--rounds 3] [--repeat 1]"
          + " [--from both|ready|encoded]";

  private static final OperatingSystemMXBean MACHINE =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Corpus corpus;
  private final int cores;
  private final int rounds;
  private final int repeat;
  private final String from;
  private final Map<String, List<Took>> took = new LinkedHashMap<>();

  /**
   * @param repeat runs of the prepared batches in a round
   * @param from ready for prepared batches, encoded for encoded rows, or both
   */
  private EncoderBenchmark(Corpus corpus, int cores, int rounds, int repeat, String from) {
    this.corpus = corpus;
    this.cores = cores;
    this.rounds = rounds;
    this.repeat = repeat;
    this.from = from;
  }

  /** Times of one round in microseconds per row: wall time, and CPU time of all threads. */
  private record Took(double wall, double cpu) {}

  public static void main(String[] args) throws Exception {
    Map<String, String> given = new TreeMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!USAGE.contains("[" + args[i] + " ") || i + 1 == args.length) {
        throw new IllegalArgumentException("usage: " + USAGE + ", got " + args[i]);
      }
      given.put(args[i], args[i + 1]);
    }
    System.out.println("EncoderBenchmark " + String.join(" ", args));
    System.out.println(Machine.line());
    try (Corpus corpus = Corpus.read(given)) {
      System.out.println(corpus.describe());
      for (String cores : given.getOrDefault("--cores", "1,2").split(",")) {
        new EncoderBenchmark(
                corpus,
                Integer.parseInt(cores),
                Integer.parseInt(given.getOrDefault("--rounds", "3")),
                Integer.parseInt(given.getOrDefault("--repeat", "1")),
                given.getOrDefault("--from", "both"))
            .run();
      }
    }
  }

  private void run() throws Exception {
    try (SparkSession spark = session()) {
      Dataset<Row> ready = corpus.ready(spark, cores, repeat);
      Dataset<Row> encoded = corpus.encoded(spark, cores);
      check(ready, encoded);
      for (int round = 0; round < rounds; round++) {
        if (!from.equals("encoded")) {
          time("without Spark, batches ready", repeat, this::withoutSpark);
          time("Spark, batches ready", repeat, () -> drain(corpus.readySource(), ready));
        }
        if (!from.equals("ready")) {
          time("without Spark, one thread prepares ahead", 1, this::pipeline);
          time("Spark, from encoded rows", 1, () -> drain(corpus.source(), encoded));
        }
      }
    }
    print();
  }

  private SparkSession session() throws IOException {
    SparkSession spark =
        SparkSession.builder()
            .master("local[" + cores + "]")
            .appName("winnow-benchmark")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.warehouse.dir", Files.createTempDirectory("encoders").toString())
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    return spark;
  }

  /** Compares the vectors of all four variants, and thereby compiles their code. */
  private void check(Dataset<Row> ready, Dataset<Row> encoded) throws Exception {
    Map<String, float[]> expected = corpus.vectors(cores);
    if (expected.size() != corpus.rows()) {
      throw new IllegalStateException(
          "expected " + corpus.rows() + " vectors, got " + expected.size());
    }
    same(expected, repeat, corpus.embedded(corpus.readySource(), ready), "Spark, batches ready");
    same(expected, 1, corpus.embedded(corpus.source(), encoded), "Spark, from encoded rows");
    pipeline();
  }

  private static void same(Map<String, float[]> expected, int repeat, List<Row> found, String way) {
    if (found.size() != expected.size() * repeat) {
      throw new IllegalStateException(way + ": " + found.size() + " rows");
    }
    for (Row row : found) {
      float[] raw = expected.get(row.getString(0));
      UnitVector unit = UnitVector.of(raw);
      List<Float> vector = row.isNullAt(2) ? null : row.getList(2);
      for (int j = 0; vector != null && j < raw.length; j++) {
        if (vector.get(j) != unit.vector()[j]) {
          throw new IllegalStateException(
              way + ": row " + row.getString(0) + ", dimension " + j + " differs");
        }
      }
      if ((vector == null) != (unit.vector() == null)) {
        throw new IllegalStateException(way + ": row " + row.getString(0) + " differs");
      }
    }
    System.out.println(way + ": all " + found.size() + " vectors are equal in every bit");
  }

  private interface Timed {
    void run() throws Exception;
  }

  private void time(String way, int times, Timed timed) throws Exception {
    double nanosPerMicro = 1e3 * times * corpus.rows();
    long cpu = MACHINE.getProcessCpuTime();
    long start = System.nanoTime();
    timed.run();
    took.computeIfAbsent(way, name -> new ArrayList<>())
        .add(
            new Took(
                (System.nanoTime() - start) / nanosPerMicro,
                (MACHINE.getProcessCpuTime() - cpu) / nanosPerMicro));
  }

  private void withoutSpark() throws Exception {
    inThreads(
        t -> {
          for (int time = 0; time < repeat; time++) {
            corpus.runShare(t);
          }
        });
  }

  private void pipeline() throws Exception {
    inThreads(t -> corpus.prepareAndRunShare(t, cores));
  }

  private interface Share {
    void run(int thread);
  }

  private void inThreads(Share share) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(cores);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int t = 0; t < cores; t++) {
        int thread = t;
        done.add(threads.submit(() -> share.run(thread)));
      }
      for (Future<?> task : done) {
        task.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void drain(EncoderSource source, Dataset<Row> rows) {
    corpus.encoding(source).apply(rows).write().format("noop").mode("overwrite").save();
  }

  private void print() {
    System.out.printf(
        Locale.ROOT, "%nlocal[%d], %d rounds in turns, repeat %d%n", cores, rounds, repeat);
    System.out.println(
        "| way | us per row, median | best | rows per second, median"
            + " | rows per second relative to no Spark"
            + " | CPU us per row, median | rows per CPU second relative to no Spark |");
    System.out.println("|---|---|---|---|---|---|---|");
    List<Took> base = null;
    for (Map.Entry<String, List<Took>> entry : took.entrySet()) {
      List<Took> these = entry.getValue();
      base = entry.getKey().startsWith("without Spark") ? these : base;
      double wall = median(these, Took::wall);
      System.out.printf(
          Locale.ROOT,
          "| %s | %.1f | %.1f | %.0f | %.0f%% | %.1f | %.0f%% |%n",
          entry.getKey(),
          wall,
          these.stream().mapToDouble(Took::wall).min().orElseThrow(),
          1e6 / wall,
          100 * ratio(base, these, Took::wall),
          median(these, Took::cpu),
          100 * ratio(base, these, Took::cpu));
    }
  }

  /** Returns the median over the rounds of the base's time divided by this variant's time. */
  private double ratio(List<Took> base, List<Took> these, ToDoubleFunction<Took> time) {
    double[] ratios = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      ratios[round] = time.applyAsDouble(base.get(round)) / time.applyAsDouble(these.get(round));
    }
    return median(ratios);
  }

  private static double median(List<Took> rounds, ToDoubleFunction<Took> time) {
    return median(rounds.stream().mapToDouble(time).toArray());
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
  }

  /** Returns the path of an option that must be given. */
  static Path required(Map<String, String> given, String option) {
    if (!given.containsKey(option)) {
      throw new IllegalArgumentException(option + " must be given; usage: " + USAGE);
    }
    return Path.of(given.get(option));
  }
}
