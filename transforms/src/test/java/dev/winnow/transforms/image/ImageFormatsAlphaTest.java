package dev.winnow.transforms.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures whose shape is in their opacity only. */
class ImageFormatsAlphaTest {

  private final ImageDecoder decoder = new ImageDecoder(1 << 20, 1 << 20);

  /** Draws a square of one colour on a transparent canvas of the same colour. */
  private static BufferedImage icon(int colour, int left) {
    BufferedImage icon = new BufferedImage(32, 32, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 32; x++) {
        boolean inside = x >= left && x < left + 10 && y >= 8 && y < 20;
        icon.setRGB(x, y, colour | (inside ? 0xff000000 : 0));
      }
    }
    return icon;
  }

  private static byte[] written(String format, BufferedImage icon) throws Exception {
    return format.equals("webp")
        ? WebpFixture.lossless(icon)
        : FormatFixtures.written(format, icon);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "tiff", "webp"})
  void blackOnTransparentIsBlackOnWhite(String format) throws Exception {
    RasterImage image = decoder.decode(written(format, icon(0, 4)));
    assertEquals(0, image.pixels()[3 * (10 * 32 + 5)]);
    assertEquals((byte) 255, image.pixels()[0]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "tiff", "webp"})
  void whiteOnTransparentIsWhiteOnBlack(String format) throws Exception {
    RasterImage image = decoder.decode(written(format, icon(0xfafafa, 4)));
    assertEquals((byte) 0xfa, image.pixels()[3 * (10 * 32 + 5)]);
    assertEquals(0, image.pixels()[0]);
  }

  @Test
  void aPictureThatIsTransparentThroughoutShowsItsColours() throws Exception {
    BufferedImage hidden = new BufferedImage(32, 32, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < 32 * 32; i++) {
      hidden.setRGB(i % 32, i / 32, i % 32 * 8 << 16 | i / 32 * 8);
    }
    RasterImage image = decoder.decode(FormatFixtures.written("png", hidden));
    assertEquals((byte) (8 * 31), image.pixels()[3 * 31]);
  }

  @Test
  void iconsOfManyShapesAllDifferInSamplesAndLooks() throws Exception {
    Set<String> samples = new HashSet<>();
    Set<String> looks = new HashSet<>();
    for (int i = 0; i < 48; i++) {
      BufferedImage icon = new BufferedImage(96, 96, BufferedImage.TYPE_INT_ARGB);
      Graphics2D pen = icon.createGraphics();
      pen.setColor(i % 2 == 0 ? Color.BLACK : Color.WHITE);
      pen.fillArc(8 + i / 4, 8, 70, 60 + i / 2, 10 * i, 120);
      pen.dispose();
      ExaminedImage examined = decoder.examine(FormatFixtures.written("png", icon));
      samples.add(examined.pixelsSha256());
      looks.add(PixelDigest.sha256(examined.image()));
      int min = 255;
      int max = 0;
      for (byte value : examined.image().pixels()) {
        min = Math.min(min, value & 0xff);
        max = Math.max(max, value & 0xff);
      }
      assertTrue(max - min == 255, "icon " + i + " spans " + min + " to " + max);
    }
    assertEquals(48, samples.size());
    assertEquals(48, looks.size());
  }

  @Test
  void opaquePicturesAreTheSameWithAndWithoutAlpha() throws Exception {
    byte[] plain =
        FormatFixtures.written("png", FormatFixtures.gradient(BufferedImage.TYPE_INT_RGB));
    byte[] alpha =
        FormatFixtures.written("png", FormatFixtures.gradient(BufferedImage.TYPE_INT_ARGB));
    assertArrayEquals(decoder.decode(plain).pixels(), decoder.decode(alpha).pixels());
    assertEquals(decoder.examine(plain).pixelsSha256(), decoder.examine(alpha).pixelsSha256());
  }
}
