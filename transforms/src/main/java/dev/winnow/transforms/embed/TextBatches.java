package dev.winnow.transforms.embed;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Texts as batches of fixed shapes: a text is padded to the power of two that holds its own tokens,
 * and texts of one padded length share batches.
 */
final class TextBatches implements DjlEncoder.Batches {

  private static final int SHORTEST = 8;
  private static final int DEFAULT_LENGTH = 256;

  private final HuggingFaceTokenizer tokenizer;
  private final String prefix;
  private final String pooling;
  private final int maxLength;
  private final int batch;
  private final List<String> inputNames;

  TextBatches(ModelFiles files, DjlOptions options, List<String> inputNames) {
    Path file = files.folder().resolve(ModelFiles.TOKENIZER);
    this.maxLength = options.maxLength() != null ? options.maxLength() : ownLength(file);
    try {
      this.tokenizer =
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
    this.prefix = options.prefix() == null ? "" : options.prefix();
    this.pooling = options.pooling();
    this.batch = options.batch();
    this.inputNames = inputNames;
  }

  private static int ownLength(Path file) {
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

  /** Token ids of a text, prefix included, truncated. */
  long[] ids(String text) {
    return tokenizer.encode(prefix + text).getIds();
  }

  @Override
  public float[][] encode(List<EncoderInput> inputs, DjlEncoder.Runner runner) {
    float[][] vectors = new float[inputs.size()][];
    Encoding[] encodings = new Encoding[vectors.length];
    Map<Integer, List<Integer>> buckets = new TreeMap<>();
    for (int i = 0; i < vectors.length; i++) {
      String text = inputs.get(i).text();
      if (text == null) {
        throw new IllegalArgumentException("inputs of a text model must be texts, got an image");
      }
      encodings[i] = tokenizer.encode(prefix + text);
      buckets
          .computeIfAbsent(bucket(encodings[i].getIds().length), length -> new ArrayList<>())
          .add(i);
    }
    buckets.forEach(
        (length, rows) -> {
          for (int from = 0; from < rows.size(); from += batch) {
            run(
                length,
                rows.subList(from, Math.min(rows.size(), from + batch)),
                encodings,
                vectors,
                runner);
          }
        });
    return vectors;
  }

  private int bucket(int tokens) {
    int length = SHORTEST;
    while (length < tokens) {
      length *= 2;
    }
    return Math.max(Math.min(length, maxLength), tokens);
  }

  private void run(
      int length,
      List<Integer> rows,
      Encoding[] encodings,
      float[][] vectors,
      DjlEncoder.Runner runner) {
    long[] ids = new long[batch * length];
    long[] mask = new long[batch * length];
    long[] types = new long[batch * length];
    for (int r = 0; r < rows.size(); r++) {
      Encoding encoding = encodings[rows.get(r)];
      int n = encoding.getIds().length;
      System.arraycopy(encoding.getIds(), 0, ids, r * length, n);
      System.arraycopy(encoding.getAttentionMask(), 0, mask, r * length, n);
      System.arraycopy(encoding.getTypeIds(), 0, types, r * length, n);
    }
    Shape shape = new Shape(batch, length);
    List<DjlEncoder.Tensor> tensors = new ArrayList<>();
    for (String name : inputNames) {
      long[] values =
          switch (name) {
            case "input_ids" -> ids;
            case "attention_mask" -> mask;
            case "token_type_ids" -> types;
            default ->
                throw new IllegalArgumentException(
                    "inputs of a text model must be input_ids, attention_mask and token_type_ids,"
                        + " this one asks for "
                        + name);
          };
      tensors.add(new DjlEncoder.Tensor(name, LongBuffer.wrap(values), shape, DataType.INT64));
    }
    DjlEncoder.Output output = runner.run(tensors);
    for (int r = 0; r < rows.size(); r++) {
      int tokens = encodings[rows.get(r)].getIds().length;
      vectors[rows.get(r)] = pooled(output, r, length, tokens);
    }
  }

  private float[] pooled(DjlEncoder.Output output, int row, int length, int tokens) {
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
        for (int j = 0; j < dim; j++) {
          double sum = 0;
          for (int t = 0; t < tokens; t++) {
            sum += output.values()[base + t * dim + j];
          }
          vector[j] = (float) (sum / tokens);
        }
      }
      default ->
          throw new IllegalArgumentException(
              "embed.pooling must be mean, cls or last for an output per token, got " + how);
    }
    return vector;
  }
}
