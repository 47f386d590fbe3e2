package dev.winnow.transforms.embed.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.embed.sentence.SentencePipeline;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Lays out batches for a fake model. A text of n letters has n tokens, its letters. */
class TextBatchesTest {

  private static final List<String> TEXTS =
      List.of("a", "bc", "def", "longer than eight", "g", "", "hi", "another long text", "j");

  /** Fake model: the vector of a row is the sum of its ids and the number of its tokens. */
  private static final class Sums implements LoadedModel.Runner {

    @Override
    public ModelOutput run(List<Tensor> batch) {
      int rows = batch.get(0).rows();
      int length = batch.get(0).rowSize();
      float[] values = new float[rows * 2];
      for (int r = 0; r < rows; r++) {
        for (int t = 0; t < length; t++) {
          values[2 * r] += ((LongBuffer) batch.get(0).data()).get(r * length + t);
          values[2 * r + 1] += ((LongBuffer) batch.get(1).data()).get(r * length + t);
        }
      }
      return new ModelOutput(values, new long[] {rows, 2});
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }

  private static TextBatches batches(List<String> inputs) {
    return batches(OptionalLong.of(0), inputs);
  }

  private static TextBatches batches(OptionalLong pad, List<String> inputs) {
    return new TextBatches(
        new TextTokens(
            text -> {
              long[] ones = new long[text.length()];
              Arrays.fill(ones, 1);
              return new TextBatches.Tokens(
                  text.chars().asLongStream().toArray(), ones, new long[text.length()]);
            },
            pad,
            0,
            pooled -> List.of()),
        SentencePipeline.of("mean"),
        new LengthBuckets(32, 2),
        inputs,
        false);
  }

  private static float[][] vectors(TextBatches batches, Consumer<Runnable> runs) {
    float[][] vectors = new float[TEXTS.size()][];
    batches.prepare(TEXTS.stream().map(EncoderInput::of).toList(), vectors, new Sums(), runs);
    return vectors;
  }

  private static void assertSums(float[][] vectors) {
    for (int i = 0; i < vectors.length; i++) {
      String text = TEXTS.get(i);
      assertArrayEquals(new float[] {text.chars().sum(), text.length()}, vectors[i], text);
    }
  }

  @Test
  void waitingRunsDoNotShareMemory() {
    TextBatches batches = batches(List.of("input_ids", "attention_mask"));
    List<Runnable> waiting = new ArrayList<>();
    float[][] late = vectors(batches, waiting::add);
    assertEquals(5, waiting.size(), "seven short texts and two long ones, in runs of two");
    waiting.forEach(Runnable::run);
    assertSums(late);
    // The second pass uses the same memory, which held longer rows before.
    assertSums(vectors(batches, Runnable::run));
  }

  /** Returns the ids of the runs for two texts, in order. */
  private static List<List<Long>> ids(OptionalLong pad, List<String> inputNames) {
    List<List<Long>> ids = new ArrayList<>();
    LoadedModel.Runner runner =
        new LoadedModel.Runner() {
          @Override
          public ModelOutput run(List<Tensor> batch) {
            LongBuffer values = (LongBuffer) batch.get(0).data().duplicate();
            List<Long> row = new ArrayList<>();
            while (values.hasRemaining()) {
              row.add(values.get());
            }
            ids.add(row);
            return new ModelOutput(new float[2 * batch.get(0).rows()], new long[] {2, 2});
          }

          @Override
          public void close() {
            // Holds nothing.
          }
        };
    batches(pad, inputNames)
        .prepare(
            List.of(EncoderInput.of("ab"), EncoderInput.of("abc")),
            new float[2][],
            runner,
            Runnable::run);
    return ids;
  }

  @Test
  void textsAreFilledUpWithTheTokenOfTheTokenizer() {
    long a = 'a';
    assertEquals(
        List.of(List.of(a, a + 1, 7L, 7L, 7L, 7L, 7L, 7L, a, a + 1, a + 2, 7L, 7L, 7L, 7L, 7L)),
        ids(OptionalLong.of(7), List.of("input_ids")));
  }

  @Test
  void withoutSuchATokenTheMaskHidesTheLastOne() {
    long a = 'a';
    long b = a + 1;
    long c = a + 2;
    assertEquals(
        List.of(List.of(a, b, b, b, b, b, b, b, a, b, c, c, c, c, c, c)),
        ids(OptionalLong.empty(), List.of("input_ids", "attention_mask")));
  }

  @Test
  void withoutSuchATokenAndWithoutAMaskTextsOfOneLengthRunTogether() {
    long a = 'a';
    long b = a + 1;
    long c = a + 2;
    assertEquals(
        List.of(List.of(a, b, b, b), List.of(a, b, c, c, c, c)),
        ids(OptionalLong.empty(), List.of("input_ids")));
  }

  @Test
  void anUnknownInputIsRefusedDuringPreparation() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> vectors(batches(List.of("input_ids", "pixel_values")), run -> {}));
    assertEquals(
        "inputs of a text model must be input_ids, attention_mask and token_type_ids, this model"
            + " needs pixel_values",
        e.getMessage());
  }
}
