package dev.winnow.transforms.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PairedDifferenceTest {

  /** Differences 1, 2 and 3: mean 2, deviation 1, standard error 1 / sqrt(3). */
  @Test
  void isTheMeanOfTheDifferencesWithItsStandardError() {
    PairedDifference difference =
        PairedDifference.of(new double[] {5, 7, 9}, new double[] {4, 5, 6});
    assertEquals(2, difference.mean());
    assertEquals(1 / Math.sqrt(3), difference.standardError(), 1e-15);
    assertEquals(2 * Math.sqrt(3), difference.standardErrors(), 1e-12);
  }

  /** Student's t of two degrees of freedom at 97.5% is 4.3027. */
  @Test
  void threePairsShowADifferenceFrom4Point3StandardErrorsOn() {
    assertTrue(new PairedDifference(4.303, 1, 3, 0).isShown());
    assertTrue(new PairedDifference(-4.303, 1, 3, 0).isShown());
    assertFalse(new PairedDifference(4.302, 1, 3, 0).isShown());
  }

  @Test
  void onePairShowsNothing() {
    PairedDifference one = PairedDifference.of(new double[] {2}, new double[] {1});
    assertTrue(Double.isNaN(one.standardError()));
    assertFalse(one.isShown());
  }

  @Test
  void pairsThatAgreeToTheBitShowNothing() {
    assertFalse(PairedDifference.of(new double[] {1, 2}, new double[] {1, 2}).isShown());
    assertFalse(PairedDifference.of(new double[] {2, 3}, new double[] {1, 2}).isShown());
  }

  @Test
  void sidesOfTwoLengthsAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> PairedDifference.of(new double[] {1, 2}, new double[] {1}));
  }
}
