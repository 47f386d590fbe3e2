package dev.winnow.transforms.dedup.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TextBandsTest {

  @Test
  void ninetyFiveOfAHundredPairsAtTheThresholdAreExpectedWhateverTheThreshold() {
    for (int percent = 40; percent <= 100; percent++) {
      double threshold = percent / 100.0;
      TextBands bands = TextBands.of(threshold);
      assertTrue(bands.expectedRecall(threshold) >= 0.95, threshold + " " + bands);
    }
    assertEquals(new TextBands(25, 5), TextBands.of(0.78));
    assertEquals(0.9998, TextBands.USUAL.expectedRecall(0.78), 0.0001);
  }

  @Test
  void theExpectedShareOfRandomSetsSharesABand() {
    TextBands bands = TextBands.of(0.5);
    MinHash one = new MinHash(bands.functions());
    MinHash other = new MinHash(bands.functions());
    Random random = new Random(3);
    int shared = 0;
    int pairs = 400;
    for (int pair = 0; pair < pairs; pair++) {
      one.clear();
      other.clear();
      for (int i = 0; i < 90; i++) { // 30 common elements of 90: similarity 1/3
        long element = random.nextLong();
        if (i < 60) {
          one.accept(element);
        }
        if (i >= 30) {
          other.accept(element);
        }
      }
      boolean any = false;
      for (int band = 0; band < bands.bands(); band++) {
        any |= one.band(band, bands.rows()) == other.band(band, bands.rows());
      }
      shared += any ? 1 : 0;
    }
    double expected = bands.expectedRecall(1 / 3.0);
    double error = Math.sqrt(expected * (1 - expected) / pairs);
    assertEquals(expected, (double) shared / pairs, 4 * error);
  }
}
