package dev.winnow.transforms.embed.fitted;

import com.sun.management.OperatingSystemMXBean;
import dev.winnow.transforms.cluster.Machine;
import dev.winnow.transforms.embed.Encoder;
import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.embed.djl.DjlEncoder;
import dev.winnow.transforms.embed.model.DjlOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Fits encoders on real corpora, embeds the corpora on all cores, and prints the CPU time of both
 * and the quality of the vectors. {@code docs/benchmarks/weight-free.sh} runs it.
 */
public final class WeightFreeBenchmark {

  private static final String USAGE =
      "[--only fashion|flowers|clinc150|imdb] [--rows 70000] [--rounds 1] [--quality yes|no]"
          + " [--model FOLDER]";
  private static final int BATCH = 64;
  private static final int DIM = 256;
  private static final long SEED = 42;

  /** One line of the table. */
  private record Entry(String encoder, Supplier<Encoder> fit) {}

  public static void main(String[] args) throws IOException {
    String only = "";
    int rows = 70_000;
    int rounds = 1;
    boolean quality = true;
    String model = null;
    for (int i = 0; i + 1 < args.length; i += 2) {
      switch (args[i]) {
        case "--only" -> only = args[i + 1];
        case "--rows" -> rows = Integer.parseInt(args[i + 1]);
        case "--rounds" -> rounds = Integer.parseInt(args[i + 1]);
        case "--model" -> model = args[i + 1];
        case "--quality" -> quality = args[i + 1].equals("yes");
        default -> throw new IllegalArgumentException("usage: " + USAGE + ", got " + args[i]);
      }
    }
    System.out.println(Machine.line());
    System.out.println();
    System.out.println(
        "| data | encoder | fit, CPU s per 10,000 rows | embed, CPU s per 10,000 rows"
            + " | probe | NMI |");
    System.out.println("|---|---|---|---|---|---|");
    for (String name : List.of("fashion", "flowers", "clinc150", "imdb")) {
      if (only.isEmpty() || only.equals(name)) {
        WeightFreeCorpus corpus = WeightFreeCorpus.read(name, rows);
        for (Entry entry : entries(corpus, model)) {
          measure(corpus, entry, rounds, quality);
        }
      }
    }
  }

  /**
   * @param model folder of a further text encoder; null for none
   */
  private static List<Entry> entries(WeightFreeCorpus corpus, String model) {
    if (corpus.images() != null) {
      List<Entry> entries = new ArrayList<>();
      entries.add(
          new Entry(
              "patch-kmeans",
              () -> PatchKmeans.fit(corpus.images(), PatchKmeans.Options.of(DIM, SEED))));
      entries.add(
          new Entry(
              "256 principal components of pixels", () -> new RawPixels(corpus.images(), DIM)));
      if (corpus.model() != null) {
        entries.add(new Entry(corpus.model(), corpus::loaded));
      }
      return entries;
    }
    List<Entry> entries = new ArrayList<>();
    entries.add(
        new Entry("tfidf-svd", () -> TfidfSvd.fit(corpus.texts(), TfidfSvd.Options.of(DIM, SEED))));
    entries.add(new Entry(corpus.model(), corpus::loaded));
    if (model != null) {
      entries.add(
          new Entry(
              Path.of(model).getFileName().toString(),
              () -> DjlEncoder.load(DjlOptions.local(model).withBatch(BATCH))));
    }
    return entries;
  }

  private static void measure(WeightFreeCorpus corpus, Entry entry, int rounds, boolean quality) {
    double fit = Double.POSITIVE_INFINITY;
    double embed = Double.POSITIVE_INFINITY;
    float[][] vectors = null;
    for (int round = 0; round < rounds; round++) {
      double start = cpuSeconds();
      try (Encoder encoder = entry.fit().get()) {
        double fitted = cpuSeconds();
        vectors = embed(encoder, corpus.inputs());
        fit = Math.min(fit, fitted - start);
        embed = Math.min(embed, cpuSeconds() - fitted);
      }
    }
    double tenThousands = corpus.inputs().size() / 1e4;
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.2f | %.2f | %s |%n",
        corpus.name(),
        entry.encoder(),
        fit / tenThousands,
        embed / tenThousands,
        quality ? corpus.quality(vectors) : "| ");
  }

  /** Returns the CPU time of the whole process, compiler and garbage collector included. */
  private static double cpuSeconds() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }

  private static float[][] embed(Encoder encoder, List<EncoderInput> inputs) {
    float[][][] batches =
        IntStream.range(0, (inputs.size() + BATCH - 1) / BATCH)
            .parallel()
            .mapToObj(
                batch ->
                    encoder.encode(
                        inputs.subList(
                            batch * BATCH, Math.min(inputs.size(), (batch + 1) * BATCH))))
            .toArray(float[][][]::new);
    List<float[]> vectors = new ArrayList<>();
    for (float[][] batch : batches) {
      vectors.addAll(List.of(batch));
    }
    return vectors.toArray(float[][]::new);
  }

  private WeightFreeBenchmark() {}
}
