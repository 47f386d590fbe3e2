package dev.winnow.transforms.embed;

import dev.winnow.transforms.cluster.Machine;
import java.io.IOException;
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
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Times the embedding of one corpus, in one process and in turns: ONNX Runtime alone on batches
 * that are ready, the same in Spark, a plain pipeline that decodes one batch ahead, and the same in
 * Spark. Equal numbers of threads, each with its own core; the vectors are compared first.
 */
public final class EncoderBenchmark {

  private static final String USAGE =
      "[--corpus images|texts] [--data FOLDER|FILE] [--model FOLDER] [--output NAME] [--rows 1024]"
          + " [--batch 64] [--max-length N] [--cores 1,2] [--rounds 3]";

  private final Corpus corpus;
  private final int cores;
  private final int rounds;
  private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

  private EncoderBenchmark(Corpus corpus, int cores, int rounds) {
    this.corpus = corpus;
    this.cores = cores;
    this.rounds = rounds;
  }

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
    try (Corpus corpus = Corpus.of(given)) {
      System.out.println(corpus.describe());
      for (String cores : given.getOrDefault("--cores", "1,2").split(",")) {
        new EncoderBenchmark(
                corpus,
                Integer.parseInt(cores),
                Integer.parseInt(given.getOrDefault("--rounds", "3")))
            .run();
      }
    }
  }

  private void run() throws Exception {
    try (SparkSession spark = session()) {
      Dataset<Row> ready = corpus.ready(spark, cores);
      Dataset<Row> encoded = corpus.encoded(spark, cores);
      check(ready, encoded);
      for (int round = 0; round < rounds; round++) {
        time("bare, batches ready", this::bare);
        time("Spark, batches ready", () -> drain(corpus.readySource(), ready));
        time("bare, one thread prepares ahead", this::pipeline);
        time("Spark, from encoded rows", () -> drain(corpus.source(), encoded));
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

  /** The vectors of all four, which also compiles what they run. */
  private void check(Dataset<Row> ready, Dataset<Row> encoded) throws Exception {
    Map<String, float[]> bare = corpus.vectors(cores);
    if (bare.size() != corpus.rows()) {
      throw new IllegalStateException("expected " + corpus.rows() + " vectors, got " + bare.size());
    }
    same(bare, corpus.embedded(corpus.readySource(), ready), "Spark, batches ready");
    same(bare, corpus.embedded(corpus.source(), encoded), "Spark, from encoded rows");
    pipeline();
  }

  private static void same(Map<String, float[]> expected, List<Row> found, String what) {
    if (found.size() != expected.size()) {
      throw new IllegalStateException(what + ": " + found.size() + " rows");
    }
    for (Row row : found) {
      float[] raw = expected.get(row.getString(0));
      UnitVector unit = UnitVector.of(raw);
      List<Float> vector = row.isNullAt(2) ? null : row.getList(2);
      for (int j = 0; vector != null && j < raw.length; j++) {
        if (vector.get(j) != unit.vector()[j]) {
          throw new IllegalStateException(
              what + ": row " + row.getString(0) + ", dimension " + j + " differs");
        }
      }
      if ((vector == null) != (unit.vector() == null)) {
        throw new IllegalStateException(what + ": row " + row.getString(0) + " differs");
      }
    }
    System.out.println(what + ": all " + found.size() + " vectors equal, every bit");
  }

  private interface Timed {
    void run() throws Exception;
  }

  private void time(String what, Timed timed) throws Exception {
    long start = System.nanoTime();
    timed.run();
    seconds.computeIfAbsent(what, name -> new ArrayList<>()).add((System.nanoTime() - start) / 1e9);
  }

  private void bare() throws Exception {
    inThreads(t -> corpus.runShare(t));
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
      for (Future<?> one : done) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void drain(EncoderSource source, Dataset<Row> rows) {
    corpus.encoding(source).apply(rows).write().format("noop").mode("overwrite").save();
  }

  private void print() {
    System.out.printf(Locale.ROOT, "%nlocal[%d], %d rounds in turns%n", cores, rounds);
    System.out.println("| what | seconds, median | best | rows per second, median | of bare |");
    System.out.println("|---|---|---|---|---|");
    List<Double> base = null;
    for (Map.Entry<String, List<Double>> entry : seconds.entrySet()) {
      if (entry.getKey().startsWith("bare")) {
        base = entry.getValue();
      }
      double[] ratios = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        ratios[round] = base.get(round) / entry.getValue().get(round);
      }
      double median = median(entry.getValue().stream().mapToDouble(s -> s).toArray());
      System.out.printf(
          Locale.ROOT,
          "| %s | %.2f | %.2f | %.0f | %.0f%% |%n",
          entry.getKey(),
          median,
          entry.getValue().stream().mapToDouble(s -> s).min().orElseThrow(),
          corpus.rows() / median,
          100 * median(ratios));
    }
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
  }

  /** Where the benchmark looks for a corpus that was not named. */
  static Path required(Map<String, String> given, String option) {
    if (!given.containsKey(option)) {
      throw new IllegalArgumentException(option + " must be given; usage: " + USAGE);
    }
    return Path.of(given.get(option));
  }
}
