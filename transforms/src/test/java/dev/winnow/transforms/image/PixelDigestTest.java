package dev.winnow.transforms.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;

class PixelDigestTest {

  @Test
  void isTheDigestOfWidthHeightAndColours() throws Exception {
    RasterImage image = new RasterImage(2, 1, 3, new byte[] {1, 2, 3, 4, 5, (byte) 255});
    byte[] expected = {0, 0, 0, 2, 0, 0, 0, 1, 1, 2, 3, 4, 5, (byte) 255};
    assertEquals(DigestUtils.sha256Hex(expected), PixelDigest.sha256(image));
  }

  @Test
  void aGreyPictureHasTheDigestOfTheColourPictureThatLooksTheSame() {
    byte[] grey = new byte[70 * 90];
    byte[] colour = new byte[3 * grey.length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) (7 * i);
      colour[3 * i] = colour[3 * i + 1] = colour[3 * i + 2] = grey[i];
    }
    assertEquals(
        PixelDigest.sha256(new RasterImage(70, 90, 3, colour)),
        PixelDigest.sha256(new RasterImage(70, 90, 1, grey)));
  }

  @Test
  void theSamePixelsInAnotherShapeAreAnotherPicture() {
    assertNotEquals(
        PixelDigest.sha256(new RasterImage(2, 3, 1, new byte[6])),
        PixelDigest.sha256(new RasterImage(3, 2, 1, new byte[6])));
  }
}
