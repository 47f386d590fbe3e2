package dev.winnow.transforms.dedup.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.image.RasterImage;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PerceptualHashesTest {

  private static long[] hashes(RasterImage image) {
    return PerceptualHashes.of(GreySquare.of(image), EnumSet.allOf(Invariance.class));
  }

  /** Returns the least distance of one whole picture to a view of the other. */
  private static int distance(long[] whole, long[] views) {
    int least = PerceptualHashes.BITS;
    for (int v = 0; v < views.length; v += 2) {
      least =
          Math.min(least, PerceptualHashes.distance(whole[0], whole[1], views[v], views[v + 1]));
    }
    return least;
  }

  @Test
  void thePicturesOwnHashesFollowFromItsSlopes() {
    // Darker to the right everywhere: no cell is darker than the next.
    byte[] falling = new byte[64 * 64];
    byte[] rising = new byte[64 * 64];
    for (int i = 0; i < falling.length; i++) {
      falling[i] = (byte) (252 - 4 * (i % 64));
      rising[i] = (byte) (4 * (i % 64));
    }
    assertEquals(0, PerceptualHashes.of(new GreySquare(falling), Set.of())[1]);
    assertEquals(-1, PerceptualHashes.of(new GreySquare(rising), Set.of())[1]);
  }

  @Test
  void lightAndNoiseChangeFewBits() {
    for (int seed = 0; seed < 20; seed++) {
      RasterImage image = DrawnPictures.drawn(seed);
      long[] original = hashes(image);
      RasterImage noisy = ImageEdits.noisy(image, 8, new SplittableRandom(seed));
      long[] other = hashes(ImageEdits.gamma(noisy, 0.8));
      int bits = PerceptualHashes.distance(original[0], original[1], other[0], other[1]);
      assertTrue(bits <= 20, "picture " + seed + " differs in " + bits);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.92", "0.88", "0.83", "0.78"})
  void aCropIsNearToAViewOfThePictureThatItIsOf(double part) {
    int near = 0;
    for (int seed = 0; seed < 20; seed++) {
      RasterImage image = DrawnPictures.drawn(seed);
      long[] crop = hashes(ImageEdits.centreCropped(image, part));
      near += distance(crop, hashes(image)) <= 24 ? 1 : 0;
    }
    assertTrue(near >= 16, near + " of 20");
  }

  @Test
  void aMirrorImageIsTheSecondViewOfThePicture() {
    RasterImage image = DrawnPictures.drawn(3);
    long[] original = hashes(image);
    long[] mirrored = hashes(ImageEdits.mirrored(image));
    assertTrue(PerceptualHashes.distance(original[0], original[1], mirrored[2], mirrored[3]) <= 2);
    assertTrue(PerceptualHashes.distance(original[0], original[1], mirrored[0], mirrored[1]) > 30);
  }

  @Test
  void otherPicturesAreFar() {
    for (int seed = 0; seed < 40; seed++) {
      int bits =
          distance(hashes(DrawnPictures.drawn(seed)), hashes(DrawnPictures.drawn(seed + 100)));
      assertTrue(bits > 20, "pictures " + seed + " differ in " + bits);
    }
  }

  @Test
  void aBlankPictureHasNoHash() {
    assertEquals(0, hashes(DrawnPictures.blank(1, 1, 7)).length);
    assertEquals(0, hashes(DrawnPictures.blank(300, 2, 255)).length);
    RasterImage grain =
        ImageEdits.noisy(DrawnPictures.blank(128, 128, 128), 1, new SplittableRandom(1));
    assertEquals(0, hashes(grain).length);
  }

  @Test
  void aBlankMiddleLeavesOutTheViewsOfIt() {
    RasterImage framed = DrawnPictures.blank(100, 100, 0);
    for (int i = 0; i < 300 * 8; i++) {
      framed.pixels()[i] = (byte) 255;
    }
    long[] hashes = hashes(framed);
    assertTrue(hashes.length >= 4 && hashes.length < 12, "hashes " + hashes.length);
  }
}
