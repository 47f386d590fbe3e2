package dev.winnow.transforms.dedup.image;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.cluster.Machine;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Prints the share of edited copies of photographs that are found with the default options, by kind
 * of edit, and the number of pairs that are compared a second. {@code
 * docs/benchmarks/dedup-photographs.sh} runs it.
 */
public final class NearImagesBenchmark {

  private static final String USAGE = "[--each 30] [--seed 7] [--radius 20] [--correlation 0.9]";

  public static void main(String[] args) throws Exception {
    Map<String, String> given = new TreeMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!USAGE.contains("[" + args[i] + " ") || i + 1 == args.length) {
        throw new IllegalArgumentException("usage: " + USAGE + ", got " + args[i]);
      }
      given.put(args[i], args[i + 1]);
    }
    int each = Integer.parseInt(given.getOrDefault("--each", "30"));
    long seed = Long.parseLong(given.getOrDefault("--seed", "7"));
    NearImageOptions defaults = NearImageOptions.defaults(42);
    NearImageOptions options =
        new NearImageOptions(
            Integer.parseInt(given.getOrDefault("--radius", "" + defaults.hammingRadius())),
            Double.parseDouble(given.getOrDefault("--correlation", "" + defaults.correlation())),
            defaults.neighbours(),
            defaults.probes(),
            defaults.invariances(),
            defaults.seed());
    System.out.println("NearImagesBenchmark " + String.join(" ", args));
    System.out.println(Machine.line());
    Photographs photographs = Photographs.read();
    ImageCopies.of(photographs.all(), each, seed).forEach(photographs::add);
    try (SparkSession spark = LocalSpark.session()) {
      spark.sparkContext().setLogLevel("ERROR");
      Dataset<Row> thumbnails = photographs.thumbnails(spark, 4).cache();
      thumbnails.count();
      Dataset<Row> embeddings = photographs.embeddings(spark, 4).cache();
      embeddings.count();
      Photographs.Result hashes = found("hashes alone", photographs, options, thumbnails, null);
      Photographs.Result both =
          found("hashes and embeddings", photographs, options, thumbnails, embeddings);
      print(hashes, both);
    }
    speed(photographs, options);
  }

  private static Photographs.Result found(
      String method,
      Photographs photographs,
      NearImageOptions options,
      Dataset<Row> thumbnails,
      Dataset<Row> embeddings) {
    Components components = new Components();
    long start = System.nanoTime();
    long candidates;
    try (NearImages near = new NearImages(options, line -> {})) {
      List<Row> pairs =
          near.apply(thumbnails, embeddings).where("refused_by IS NULL").collectAsList();
      pairs.forEach(pair -> components.join(pair.getString(0), pair.getString(1)));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    try (NearImages near = new NearImages(options, line -> {})) {
      candidates = near.candidates(thumbnails, embeddings).count();
    }
    Photographs.Result result = photographs.judge(components);
    System.out.printf(
        Locale.ROOT,
        "%n%s: %d photographs, %d candidates, %.1f s; %d removed, precision %.3f, strict %.3f%n",
        method,
        photographs.all().size(),
        candidates,
        seconds,
        result.removed(),
        result.precision(),
        (double) result.strict() / result.removed());
    photographs.errors(components).forEach(error -> System.out.println("  not listed: " + error));
    return result;
  }

  private static void print(Photographs.Result hashes, Photographs.Result both) {
    System.out.println(
        "\n| kind of edit | copies | recall, hashes alone | recall, hashes and embeddings |");
    System.out.println("|---|---|---|---|");
    List<String> kinds = new ArrayList<>(both.made().keySet());
    kinds.removeAll(ImageCopies.kinds());
    line("all copies that come with the data", kinds, hashes, both);
    kinds.forEach(kind -> line(kind, List.of(kind), hashes, both));
    List<String> made = ImageCopies.kinds();
    line(
        "the first eight kinds made by the benchmark",
        made.subList(0, ImageCopies.COUNTED),
        hashes,
        both);
    made.forEach(kind -> line(kind, List.of(kind), hashes, both));
  }

  private static void line(
      String name, List<String> kinds, Photographs.Result hashes, Photographs.Result both) {
    double copies = kinds.stream().mapToInt(kind -> both.made().get(kind)).sum();
    System.out.printf(
        Locale.ROOT,
        "| %s | %.0f | %.2f | %.2f |%n",
        name,
        copies,
        kinds.stream().mapToInt(kind -> hashes.copies().get(kind)).sum() / copies,
        kinds.stream().mapToInt(kind -> both.copies().get(kind)).sum() / copies);
  }

  private static void speed(Photographs photographs, NearImageOptions options) {
    List<GreySquare> squares =
        photographs.all().stream().limit(400).map(photo -> GreySquare.of(photo.image())).toList();
    List<ImageSignature> ready =
        squares.stream().map(square -> ImageSignature.of(square, PictureViews.ALL)).toList();
    SplittableRandom random = new SplittableRandom(1);
    int pairs = 20_000;
    double prepared = 0;
    double making = 0;
    double hashing = 0;
    double sum = 0;
    // The first round is for the compiler. Only the CPU time of this thread counts.
    for (int round = 0; round < 3; round++) {
      double start = cpuSeconds();
      for (int i = 0; i < pairs; i++) {
        sum +=
            ThumbnailCorrelation.of(
                    ready.get(random.nextInt(ready.size())),
                    ready.get(random.nextInt(ready.size())))
                .greatest();
      }
      double made = cpuSeconds();
      for (int i = 0; i < pairs; i++) {
        sum +=
            ThumbnailCorrelation.of(
                    ImageSignature.of(squares.get(random.nextInt(ready.size())), PictureViews.ALL),
                    ready.get(random.nextInt(ready.size())))
                .greatest();
      }
      double hashed = cpuSeconds();
      for (int i = 0; i < pairs; i++) {
        sum +=
            PerceptualHashes.of(squares.get(random.nextInt(ready.size())), options.invariances())
                .length;
      }
      prepared = pairs / (made - start);
      making = pairs / (hashed - made);
      hashing = pairs / (cpuSeconds() - hashed);
    }
    System.out.printf(
        Locale.ROOT,
        "%nper second of one core, the verifier compares %.0f pairs of ready signatures, or %.0f"
            + " pairs when it makes one signature of each; hashes of %.0f pictures (sum %.0f)%n",
        prepared,
        making,
        hashing,
        sum);
  }

  private static double cpuSeconds() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
  }

  private NearImagesBenchmark() {}
}
