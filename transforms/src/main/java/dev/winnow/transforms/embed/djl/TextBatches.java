package dev.winnow.transforms.embed.djl;

import ai.djl.ndarray.types.Shape;
import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.embed.model.ModelUnsupported;
import dev.winnow.transforms.embed.sentence.SentencePipeline;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
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

  private final TextTokens texts;
  private final SentencePipeline pipeline;
  private final LengthBuckets buckets;
  private final List<String> inputNames;
  private final boolean exact;
  private final DirectBuffers memory = new DirectBuffers();
  private volatile boolean pooled;

  /**
   * @param pipeline steps from the tokens' vectors to the text's
   * @param inputNames names of the model's inputs
   * @param exact true for runs of texts of one length, without padding
   */
  TextBatches(
      TextTokens texts,
      SentencePipeline pipeline,
      LengthBuckets buckets,
      List<String> inputNames,
      boolean exact) {
    this.texts = texts;
    this.pipeline = pipeline;
    this.buckets = buckets;
    this.inputNames = inputNames;
    // Nothing would mark what fills up a text, so the texts of a run have one length.
    this.exact = exact || texts.pad().isEmpty() && !inputNames.contains("attention_mask");
  }

  /** Returns batches of the same settings that take tokens from another function. */
  TextBatches tokenizedBy(Function<String, Tokens> tokenizer) {
    return new TextBatches(texts.tokenizedBy(tokenizer), pipeline, buckets, inputNames, exact);
  }

  @Override
  public EncoderInput example() {
    return EncoderInput.of("the");
  }

  /** Returns the tokens of a text, prompt included, truncated. */
  Tokens tokens(String text) {
    return texts.tokens(text);
  }

  @Override
  public List<String> settings() {
    return texts.facts(pooled);
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
      Tokens tokens = texts.tokens(text);
      int length = exact ? Math.max(1, tokens.count()) : buckets.length(tokens.count());
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
      long fill = 0;
      for (Waiting one : rows) {
        Tokens row = one.tokens();
        fill = fill(name, row);
        values.put(values(name, row));
        fill(values, fill, length - row.count());
      }
      fill(values, fill, values.remaining());
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

  private static long[] values(String input, Tokens row) {
    return switch (input) {
      case "input_ids" -> row.ids();
      case "attention_mask" -> row.mask();
      case "token_type_ids" -> row.types();
      default ->
          throw new ModelUnsupported(
              "inputs of a text model must be input_ids, attention_mask and token_type_ids,"
                  + " this model needs "
                  + input);
    };
  }

  /**
   * Returns the value that fills up an input: for the ids the tokenizer's padding. A tokenizer
   * without padding repeats the last token, which the mask hides.
   */
  private long fill(String input, Tokens row) {
    if (!input.equals("input_ids")) {
      return 0;
    }
    return texts.pad().orElse(row.count() == 0 ? 0 : row.ids()[row.count() - 1]);
  }

  private static void fill(LongBuffer values, long value, int count) {
    for (int i = 0; i < count; i++) {
      values.put(value);
    }
  }

  private float[] pooled(ModelOutput output, int row, int length, int tokens) {
    long[] shape = output.shape();
    int dim = (int) shape[shape.length - 1];
    if (shape.length == 2) {
      pooled = true;
      return Arrays.copyOfRange(output.values(), row * dim, (row + 1) * dim);
    }
    int base = row * length * dim;
    return pipeline.apply(output.values(), base, dim, tokens, texts.promptTokens());
  }
}
