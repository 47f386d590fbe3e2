package dev.winnow.transforms.dedup.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.image.RasterImage;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ThumbnailCorrelationTest {

  private static ImageSignature signature(RasterImage image) {
    return ImageSignature.of(GreySquare.of(image), PictureViews.ALL);
  }

  private static double correlation(RasterImage one, RasterImage other) {
    return ThumbnailCorrelation.of(signature(one), signature(other)).greatest();
  }

  /** Compares ten drawn pictures with their edited versions. */
  private static void assertFound(UnaryOperator<RasterImage> edit) {
    for (int seed = 0; seed < 10; seed++) {
      RasterImage image = DrawnPictures.drawn(seed);
      double found = correlation(image, edit.apply(image));
      assertTrue(found >= 0.9, "picture " + seed + ": " + found);
    }
  }

  @Test
  void aPictureCorrelatesFullyWithItself() {
    RasterImage image = DrawnPictures.drawn(1);
    assertEquals(1, correlation(image, image), 1e-6);
  }

  @Test
  void isSymmetricInEveryBit() {
    for (int seed = 0; seed < 5; seed++) {
      ImageSignature one = signature(DrawnPictures.drawn(seed));
      ImageSignature other =
          signature(ImageEdits.centreCropped(DrawnPictures.drawn(seed), 0.8 + 0.03 * seed));
      assertArrayEquals(
          ThumbnailCorrelation.of(one, other).byRule(),
          ThumbnailCorrelation.of(other, one).byRule());
    }
  }

  @Test
  void findsMirrorImages() {
    assertFound(ImageEdits::mirrored);
  }

  @Test
  void findsCropsOfTheMiddle() {
    assertFound(image -> ImageEdits.centreCropped(image, 0.81));
  }

  @Test
  void findsMirroredCropsOffTheMiddle() {
    assertFound(image -> ImageEdits.mirrored(ImageEdits.cropped(image, 0.83, 0.15, 0.02)));
  }

  @Test
  void findsDeepCropsOfACorner() {
    assertFound(image -> ImageEdits.cropped(image, 0.7, 0.28, 0.02));
  }

  @Test
  void findsPicturesThatWereTurned() {
    assertFound(image -> ImageEdits.rotated(image, 4.5));
    assertFound(image -> ImageEdits.rotated(image, -7));
  }

  @Test
  void findsStretchedPictures() {
    assertFound(image -> ImageEdits.stretched(image, 1.2));
  }

  @Test
  void findsGreyPicturesWithOtherLight() {
    assertFound(image -> ImageEdits.gamma(ImageEdits.grey(image), 0.6));
  }

  @Test
  void findsPicturesBehindACaption() {
    assertFound(image -> ImageEdits.captioned(image, 0.15, new SplittableRandom(1)));
  }

  @Test
  void findsFramedPictures() {
    assertFound(image -> ImageEdits.bordered(image, 0.08));
  }

  @Test
  void otherPicturesStayBelow() {
    for (int seed = 0; seed < 30; seed++) {
      double found = correlation(DrawnPictures.drawn(seed), DrawnPictures.drawn(seed + 1000));
      assertTrue(found < 0.75, "pictures " + seed + ": " + found);
    }
  }

  @Test
  void aBlankPictureIsLikeNothing() {
    RasterImage white = DrawnPictures.blank(100, 80, 255);
    RasterImage pixel = DrawnPictures.blank(1, 1, 9);
    RasterImage grain =
        ImageEdits.noisy(DrawnPictures.blank(128, 128, 128), 1, new SplittableRandom(1));
    RasterImage image = DrawnPictures.drawn(5);
    for (RasterImage blank : new RasterImage[] {white, pixel, grain}) {
      assertEquals(0, correlation(blank, image));
      assertEquals(0, correlation(image, blank));
      assertEquals(0, correlation(blank, blank));
      assertEquals(0, correlation(blank, white));
    }
  }

  @Test
  void aStripOfAPictureIsComparedLikeAnyOther() {
    RasterImage strip = DrawnPictures.drawn(6, 160, 1);
    assertEquals(1, correlation(strip, strip), 1e-6);
    double found = correlation(strip, DrawnPictures.drawn(7, 1, 160));
    assertTrue(found >= 0 && found < 0.9, "correlation " + found);
  }
}
