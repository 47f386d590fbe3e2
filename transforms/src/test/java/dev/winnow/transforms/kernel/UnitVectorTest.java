package dev.winnow.transforms.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitVectorTest {

  /** Lengths around those of vector registers, with seed 7. */
  @ParameterizedTest(name = "length {0}")
  @ValueSource(ints = {1, 3, 7, 8, 9, 15, 16, 17, 128, 385})
  void everyNumberIsDividedByTheNormInDoublePrecisionAndRoundedOnce(int length) {
    SplittableRandom random = new SplittableRandom(7);
    float[] raw = new float[length];
    double squares = 0;
    for (int i = 0; i < length; i++) {
      raw[i] = (float) random.nextDouble(-3, 3);
      squares += (double) raw[i] * raw[i];
    }
    float[] expected = new float[length];
    for (int i = 0; i < length; i++) {
      expected[i] = (float) (raw[i] / Math.sqrt(squares));
    }
    float[] before = raw.clone();
    UnitVector found = UnitVector.of(raw);
    assertNull(found.code());
    assertEquals((float) Math.sqrt(squares), found.norm());
    assertArrayEquals(expected, found.vector());
    assertArrayEquals(before, raw, "the encoder's own vector must stay as it is");
  }
}
