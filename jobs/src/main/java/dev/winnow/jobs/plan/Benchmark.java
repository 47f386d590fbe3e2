package dev.winnow.jobs.plan;

import dev.winnow.jobs.recipe.Embed;
import dev.winnow.jobs.stage.embed.DjlSettings;
import dev.winnow.transforms.embed.Encoder;
import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.embed.djl.DjlModels;
import dev.winnow.transforms.embed.fitted.PatchKmeans;
import dev.winnow.transforms.embed.fitted.TfidfSvd;
import dev.winnow.transforms.image.ImageDecoder;
import dev.winnow.transforms.image.ImageRejected;
import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.image.Resampler;
import dev.winnow.transforms.ingest.InputSpec;
import dev.winnow.transforms.kernel.NearestCentroid;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Measures decoder, encoder, cluster kernel and disk in this JVM, about a second each. The rows are
 * those of the input; the kernel compares them at the k and the length of the run.
 */
final class Benchmark {

  /** Processor time of one measurement, and the longest time that it may take. */
  private static final double SECONDS = 1.2;

  private static final double SPIN_SECONDS = 0.3;
  private static final double MOST_SECONDS = 15;
  private static final int DISK_BYTES = 16 << 20;

  /** Most floats of the centroids that are compared. */
  private static final long MOST_FLOATS = 16L << 20;

  private static final int ROWS = 256;
  private static final int SMALL_IMAGE = 40;
  private static final int REDUCED = 32;

  private final Configuration conf;
  private final Embed embed;
  private final SampledRows sample;

  Benchmark(Configuration conf, Embed embed, SampledRows sample) {
    this.conf = conf;
    this.embed = embed;
    this.sample = sample;
  }

  /**
   * Speeds of the contents, as {@link Speeds} has them.
   *
   * @param dim length of the vectors; 0 if it is unknown
   */
  record Contents(double decode, double encode, double fitOnce, double fit, int dim) {}

  /** Measures decoder and encoder. */
  Contents contents(long seed) {
    List<RasterImage> images = new ArrayList<>();
    double decode = sample.images().isEmpty() ? 0 : decode(images);
    return switch (embed.encoder()) {
      case COLUMN -> new Contents(decode, 0, 0, 0, sample.dim());
      case SPARK_ML -> new Contents(decode, 0, 0, 0, 0);
      case DJL -> model(decode, images);
      case PATCH_KMEANS, TFIDF_SVD -> fitted(decode, images, seed);
    };
  }

  private double decode(List<RasterImage> images) {
    ImageDecoder decoder = new ImageDecoder(InputSpec.MAX_BYTES, InputSpec.MAX_PIXELS);
    return perRow(
        sample.images().size(),
        () -> {
          images.clear();
          for (byte[] bytes : sample.images()) {
            try {
              images.add(decoder.decode(bytes));
            } catch (ImageRejected e) {
              // A run refuses this row.
            }
          }
        });
  }

  private List<EncoderInput> inputs(List<RasterImage> images) {
    return images.isEmpty()
        ? sample.texts().stream().map(EncoderInput::of).toList()
        : images.stream().map(EncoderInput::of).toList();
  }

  private Contents model(double decode, List<RasterImage> images) {
    Encoder encoder = DjlModels.source(DjlSettings.of(conf, 1, embed)).get();
    List<EncoderInput> inputs = inputs(images);
    List<EncoderInput> some = inputs.subList(0, Math.min(embed.batch(), inputs.size()));
    double encode = some.isEmpty() ? 0 : perRow(some.size(), () -> encoder.encode(some));
    return new Contents(decode, encode, 0, 0, encoder.dim());
  }

  private Contents fitted(double decode, List<RasterImage> images, long seed) {
    List<EncoderInput> inputs = inputs(images);
    if (inputs.isEmpty()) {
      return new Contents(decode, 0, 0, 0, embed.dim());
    }
    Encoder[] encoder = new Encoder[1];
    List<RasterImage> reduced =
        images.stream()
            .map(
                image ->
                    Math.max(image.width(), image.height()) > SMALL_IMAGE
                        ? Resampler.bilinear(image, REDUCED, REDUCED)
                        : image)
            .toList();
    // A fit on half of the rows shows the part that does not grow with them.
    int half = Math.max(1, inputs.size() / 2);
    double fewer = perRow(1, () -> encoder[0] = fit(reduced, half, seed));
    double all = perRow(1, () -> encoder[0] = fit(reduced, inputs.size(), seed));
    double row =
        inputs.size() == half
            ? all
            : Math.max(0, Math.min(all / inputs.size(), (all - fewer) / (inputs.size() - half)));
    double encode = perRow(inputs.size(), () -> encoder[0].encode(inputs));
    return new Contents(decode, encode, all - row * inputs.size(), row, embed.dim());
  }

  private Encoder fit(List<RasterImage> reduced, int rows, long seed) {
    return reduced.isEmpty()
        ? TfidfSvd.fit(sample.texts().subList(0, rows), TfidfSvd.Options.of(embed.dim(), seed))
        : PatchKmeans.fit(reduced.subList(0, rows), PatchKmeans.Options.of(embed.dim(), seed));
  }

  /** Returns the multiply-adds a second of one thread. */
  static double kernel(long k, int dim) {
    int centroids = (int) Math.max(1, Math.min(k, MOST_FLOATS / dim));
    float[] packed = new float[centroids * dim];
    float[] rows = new float[ROWS * dim];
    for (int i = 0; i < packed.length; i++) {
      packed[i] = (i * 31 % 101) / 101f - 0.5f;
    }
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (i * 17 % 103) / 103f - 0.5f;
    }
    int[] cluster = new int[ROWS];
    float[] score = new float[ROWS];
    try (NearestCentroid nearest = NearestCentroid.of(packed, dim)) {
      double row = perRow(ROWS, () -> nearest.assign(rows, 0, ROWS, cluster, score));
      return (double) centroids * dim / Math.max(1e-12, row);
    }
  }

  /** Returns the bytes a second of a file in a folder; the file is deleted. */
  static double disk(Path folder) {
    byte[] bytes = new byte[DISK_BYTES];
    try {
      Path file = Files.createTempFile(folder, "winnow-plan", "");
      try {
        long start = System.nanoTime();
        Files.write(file, bytes, java.nio.file.StandardOpenOption.SYNC);
        return DISK_BYTES / Math.max(1e-9, (System.nanoTime() - start) / 1e9);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      return 0;
    }
  }

  /**
   * Returns how much longer than alone a thread takes beside the other work of this machine: the
   * time of a short computation over its processor time, at least 1.
   */
  static double contention() {
    double begin = cpu();
    long start = System.nanoTime();
    double sum = 0;
    while (cpu() - begin < SPIN_SECONDS && wall(start) < MOST_SECONDS) {
      for (int i = 1; i < 10_000; i++) {
        sum += 1.0 / i;
      }
    }
    double ratio = wall(start) / Math.max(1e-3, cpu() - begin);
    return sum > 0 ? Math.max(1, ratio) : 1;
  }

  /**
   * Repeats work for about a second of processor time, and returns the processor time of a row in
   * the fastest pass, when its code is compiled. Other processes do not count.
   */
  private static double perRow(int rows, Runnable work) {
    double best = Double.MAX_VALUE;
    double begin = cpu();
    long start = System.nanoTime();
    do {
      double before = cpu();
      work.run();
      best = Math.min(best, cpu() - before);
    } while (cpu() - begin < SECONDS && wall(start) < MOST_SECONDS);
    return best / Math.max(1, rows);
  }

  private static double wall(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Returns the processor time of this thread in seconds. */
  private static double cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
  }
}
