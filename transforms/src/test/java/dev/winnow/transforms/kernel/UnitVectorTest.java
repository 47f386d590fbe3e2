package dev.winnow.transforms.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest(name = "scale {0}")
  @ValueSource(floats = {1e-44f, 1e-30f, 1e-13f, 1e30f, 3e37f})
  void aVectorOfTinyOrHugeNormHasADirection(float scale) {
    UnitVector found = UnitVector.of(new float[] {3 * scale, 0, -4 * scale});
    assertNull(found.code());
    // Floats below 1e-38 have few digits, so their quotients are exact to some percent only.
    assertEquals(5, found.norm() / scale, 0.2);
    assertEquals(0.6, found.vector()[0], 0.02);
    assertEquals(-0.8, found.vector()[2], 0.02);
    assertEquals(1, Math.hypot(found.vector()[0], found.vector()[2]), 1e-6);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, zero_vector, '0 in all 2 dimensions'",
    "-0, 0, zero_vector, '0 in all 2 dimensions'",
    "1, NaN, non_finite_vector, 'NaN in dimension 1'",
    "-Infinity, NaN, non_finite_vector, '-Infinity in dimension 0'",
    "3e38, 3e38, norm_too_large, 'a norm of 4.2426406948942856E38'"
  })
  void eachCauseOfARefusalHasItsCodeAndNamesTheValue(
      float first, float second, String code, String fault) {
    UnitVector found = UnitVector.of(new float[] {first, second});
    assertNull(found.vector());
    assertEquals(code, found.code());
    assertEquals(fault, found.fault());
  }
}
