package dev.winnow.transforms.embed.djl;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import dev.winnow.transforms.Probe;
import dev.winnow.transforms.cluster.Machine;
import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.embed.model.DjlOptions;
import dev.winnow.transforms.embed.model.ModelFiles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Times a text model on texts of many lengths, in one thread and in turns: batches in the order of
 * arrival, each padded to its longest text, and the runs of {@link TextBatches}. Tokenization is
 * not timed.
 */
public final class LengthBenchmark {

  private final PreparedRuns model;
  private final TextBatches texts;
  private final List<TextBatches.Tokens> tokens;
  private final int batch;

  private LengthBenchmark(
      PreparedRuns model, TextBatches texts, List<TextBatches.Tokens> tokens, int batch) {
    this.model = model;
    this.texts = texts;
    this.tokens = tokens;
    this.batch = batch;
  }

  /**
   * Runs the benchmark. Arguments: a .jsonl.gz of texts, a model's folder, number of rows, longest
   * length, rows of a batch, rounds.
   */
  public static void main(String[] args) throws Exception {
    System.out.println("LengthBenchmark " + String.join(" ", args));
    System.out.println(Machine.line());
    int maxLength = Integer.parseInt(args[3]);
    int batch = Integer.parseInt(args[4]);
    DjlOptions options =
        new DjlOptions(
            args[1], null, null, null, null, maxLength, "cpu", batch, 1, Map.of(), Map.of());
    ModelFiles files = ModelFiles.copy(options);
    LoadedModel loaded = DjlModelLoader.load(options, files, Device.cpu());
    TextBatches texts = (TextBatches) DjlEncoder.batches(options, files, loaded);
    List<TextBatches.Tokens> tokens =
        Corpus.texts(Path.of(args[0]), Integer.parseInt(args[2])).stream()
            .map(text -> texts.tokens((String) text))
            .toList();
    int[] lengths = tokens.stream().mapToInt(TextBatches.Tokens::count).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "%,d texts, tokens: mean %.0f, quartiles %d, %d, %d, longest %d%n",
        lengths.length,
        Arrays.stream(lengths).average().orElseThrow(),
        lengths[lengths.length / 4],
        lengths[lengths.length / 2],
        lengths[3 * lengths.length / 4],
        lengths[lengths.length - 1]);
    try (PreparedRuns model = new PreparedRuns(files.folder().resolve(files.file()), null)) {
      new LengthBenchmark(model, texts, tokens, batch).run(Integer.parseInt(args[5]));
    }
  }

  private void run(int rounds) {
    double worst = 1;
    float[][] arrival = arrival();
    float[][] bucketed = bucketed();
    for (int i = 0; i < arrival.length; i++) {
      worst = Math.min(worst, Probe.cosine(arrival[i], bucketed[i]));
    }
    System.out.printf(Locale.ROOT, "worst cosine between the two ways %.7f%n", worst);
    if (worst < 0.99999) {
      throw new IllegalStateException("the two ways differ");
    }
    double[] ratios = new double[rounds];
    System.out.println("| round | arrival order, s | by length, s | times faster |");
    System.out.println("|---|---|---|---|");
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      arrival();
      long middle = System.nanoTime();
      bucketed();
      long end = System.nanoTime();
      ratios[round] = (double) (middle - start) / (end - middle);
      System.out.printf(
          Locale.ROOT,
          "| %d | %.2f | %.2f | %.2f |%n",
          round + 1,
          (middle - start) / 1e9,
          (end - middle) / 1e9,
          ratios[round]);
    }
    Arrays.sort(ratios);
    System.out.printf(Locale.ROOT, "median: %.2f times faster%n", ratios[rounds / 2]);
  }

  private float[][] bucketed() {
    TextBatches batches = texts.tokenizedBy(text -> tokens.get(Integer.parseInt(text)));
    float[][] vectors = new float[tokens.size()][];
    for (int from = 0; from < vectors.length; from += batches.window()) {
      List<EncoderInput> window = new ArrayList<>();
      for (int i = from; i < Math.min(vectors.length, from + batches.window()); i++) {
        window.add(EncoderInput.of(String.valueOf(i)));
      }
      float[][] some = new float[window.size()][];
      batches.prepare(window, some, model, Runnable::run);
      System.arraycopy(some, 0, vectors, from, some.length);
    }
    return vectors;
  }

  private float[][] arrival() {
    float[][] vectors = new float[tokens.size()][];
    for (int from = 0; from < vectors.length; from += batch) {
      List<TextBatches.Tokens> rows = tokens.subList(from, Math.min(vectors.length, from + batch));
      int length = rows.stream().mapToInt(TextBatches.Tokens::count).max().orElseThrow();
      Shape shape = new Shape(rows.size(), length);
      LongBuffer ids = longs(rows.size() * length);
      LongBuffer mask = longs(rows.size() * length);
      for (int r = 0; r < rows.size(); r++) {
        for (int t = 0; t < rows.get(r).count(); t++) {
          ids.put(r * length + t, rows.get(r).ids()[t]);
          mask.put(r * length + t, 1);
        }
      }
      ModelOutput output =
          model.run(
              List.of(
                  Tensor.longs("input_ids", ids, shape),
                  Tensor.longs("attention_mask", mask, shape)));
      int dim = (int) output.shape()[2];
      for (int r = 0; r < rows.size(); r++) {
        double[] sums = new double[dim];
        int n = rows.get(r).count();
        for (int t = 0; t < n; t++) {
          for (int j = 0; j < dim; j++) {
            sums[j] += output.values()[(r * length + t) * dim + j];
          }
        }
        float[] vector = new float[dim];
        for (int j = 0; j < dim; j++) {
          vector[j] = (float) (sums[j] / n);
        }
        vectors[from + r] = vector;
      }
    }
    return vectors;
  }

  private static LongBuffer longs(int n) {
    return ByteBuffer.allocateDirect(8 * n).order(ByteOrder.nativeOrder()).asLongBuffer();
  }
}
