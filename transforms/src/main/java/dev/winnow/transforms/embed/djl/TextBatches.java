package dev.winnow.transforms.embed.djl;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.embed.model.DjlOptions;
import dev.winnow.transforms.embed.model.ModelFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Lays out texts as batches with the shapes of {@link LengthBuckets}. Texts of one padded length
 * share a run; the texts of {@value #WINDOW} batches are sorted together.
 */
final class TextBatches implements DjlEncoder.Batches {

  /** Number of batches whose texts are sorted by length together. */
  private static final int WINDOW = 32;

  private static final int DEFAULT_LENGTH = 256;

  private final Function<String, Tokens> tokenizer;
  private final String pooling;
  private final LengthBuckets buckets;
  private final List<String> inputNames;
  private final long[] zeros;
  private final DirectBuffers memory = new DirectBuffers();

  /**
   * @param tokenizer function from a text to its tokens, special ones included, at most {@code
   *     maxLength}
   * @param pooling mean, cls or last; null for mean
   */
  TextBatches(
      Function<String, Tokens> tokenizer,
      LengthBuckets buckets,
      String pooling,
      List<String> inputNames) {
    this.tokenizer = tokenizer;
    this.buckets = buckets;
    this.pooling = pooling;
    this.inputNames = inputNames;
    this.zeros = new long[buckets.length(buckets.maxLength())];
  }

  /** Loads the tokenizer.json beside the model. */
  static TextBatches load(ModelFiles files, DjlOptions options, List<String> inputNames) {
    Path file = files.folder().resolve(ModelFiles.TOKENIZER);
    int maxLength = options.maxLength() != null ? options.maxLength() : defaultLength(file);
    HuggingFaceTokenizer tokenizer;
    try {
      tokenizer =
          HuggingFaceTokenizer.newInstance(
              file,
              Map.of(
                  "padding",
                  "false",
                  "truncation",
                  "true",
                  "maxLength",
                  String.valueOf(maxLength),
                  "modelMaxLength",
                  String.valueOf(maxLength)));
    } catch (IOException e) {
      throw new UncheckedIOException("tokenizer.json can't be read", e);
    }
    String prefix = options.prefix() == null ? "" : options.prefix();
    return new TextBatches(
        text -> {
          Encoding encoding = tokenizer.encode(prefix + text);
          return new Tokens(encoding.getIds(), encoding.getAttentionMask(), encoding.getTypeIds());
        },
        new LengthBuckets(maxLength, options.batch()),
        options.pooling(),
        inputNames);
  }

  private static int defaultLength(Path file) {
    try {
      return new ObjectMapper()
          .readTree(file.toFile())
          .path("truncation")
          .path("max_length")
          .asInt(DEFAULT_LENGTH);
    } catch (IOException e) {
      throw new UncheckedIOException("tokenizer.json is not JSON", e);
    }
  }

  @Override
  public EncoderInput example() {
    return EncoderInput.of("the");
  }

  LengthBuckets buckets() {
    return buckets;
  }

  /** Returns the tokens of a text, prefix included, truncated. */
  Tokens tokens(String text) {
    return tokenizer.apply(text);
  }

  @Override
  public int window() {
    return WINDOW * buckets.batch();
  }

  /** Hands over each run when it is full, and the incomplete runs at the end. */
  @Override
  public void prepare(
      List<EncoderInput> inputs,
      float[][] vectors,
      LoadedModel.Runner runner,
      Consumer<Runnable> runs) {
    Map<Integer, List<Waiting>> waiting = new TreeMap<>();
    for (int i = 0; i < vectors.length; i++) {
      String text = inputs.get(i).text();
      if (text == null) {
        throw new IllegalArgumentException("inputs of a text model must be texts, got an image");
      }
      Tokens tokens = tokenizer.apply(text);
      int length = buckets.length(tokens.count());
      List<Waiting> rows = waiting.computeIfAbsent(length, unused -> new ArrayList<>());
      rows.add(new Waiting(i, tokens));
      if (rows.size() == buckets.rows(length)) {
        waiting.remove(length);
        runs.accept(run(length, rows, vectors, runner));
      }
    }
    waiting.forEach((length, rows) -> runs.accept(run(length, rows, vectors, runner)));
  }

  /**
   * Tokens of a text.
   *
   * @param ids numbers in the vocabulary
   * @param mask 1 for every token
   * @param types types of the tokens, all 0 for single texts
   */
  record Tokens(long[] ids, long[] mask, long[] types) {

    int count() {
      return ids.length;
    }
  }

  private record Waiting(int input, Tokens tokens) {}

  /** Lays out the tensors and returns the rest of the work, which needs the model. */
  private Runnable run(
      int length, List<Waiting> rows, float[][] vectors, LoadedModel.Runner runner) {
    int batch = buckets.rows(length);
    Shape shape = new Shape(batch, length);
    List<ByteBuffer> used = new ArrayList<>();
    List<Tensor> tensors = new ArrayList<>();
    for (String name : inputNames) {
      ByteBuffer buffer = memory.take(Math.toIntExact((long) batch * length * Long.BYTES));
      used.add(buffer);
      LongBuffer values = buffer.asLongBuffer();
      for (Waiting one : rows) {
        Tokens row = one.tokens();
        values.put(
            switch (name) {
              case "input_ids" -> row.ids();
              case "attention_mask" -> row.mask();
              case "token_type_ids" -> row.types();
              default ->
                  throw new IllegalArgumentException(
                      "inputs of a text model must be input_ids, attention_mask and token_type_ids,"
                          + " this model needs "
                          + name);
            });
        values.put(zeros, 0, length - row.count());
      }
      while (values.hasRemaining()) {
        values.put(zeros, 0, length);
      }
      tensors.add(Tensor.longs(name, values.flip(), shape));
    }
    int[] inputs = rows.stream().mapToInt(Waiting::input).toArray();
    int[] counts = rows.stream().mapToInt(row -> row.tokens().count()).toArray();
    return () -> {
      ModelOutput output = runner.run(tensors);
      used.forEach(memory::giveBack);
      for (int r = 0; r < inputs.length; r++) {
        vectors[inputs[r]] = pooled(output, r, length, counts[r]);
      }
    };
  }

  private float[] pooled(ModelOutput output, int row, int length, int tokens) {
    long[] shape = output.shape();
    int dim = (int) shape[shape.length - 1];
    if (shape.length == 2) {
      return Arrays.copyOfRange(output.values(), row * dim, (row + 1) * dim);
    }
    float[] vector = new float[dim];
    if (tokens == 0) {
      return vector;
    }
    int base = row * length * dim;
    String how = pooling == null ? "mean" : pooling;
    switch (how) {
      case "cls" -> System.arraycopy(output.values(), base, vector, 0, dim);
      case "last" -> System.arraycopy(output.values(), base + (tokens - 1) * dim, vector, 0, dim);
      case "mean" -> {
        double[] sums = new double[dim];
        for (int t = 0; t < tokens; t++) {
          for (int j = 0; j < dim; j++) {
            sums[j] += output.values()[base + t * dim + j];
          }
        }
        for (int j = 0; j < dim; j++) {
          vector[j] = (float) (sums[j] / tokens);
        }
      }
      default ->
          throw new IllegalArgumentException(
              "embed.pooling must be mean, cls or last for an output per token, got " + how);
    }
    return vector;
  }
}
