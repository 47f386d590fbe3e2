package dev.winnow.transforms.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFormatsWebpTest {

  private final ImageDecoder decoder = new ImageDecoder(1 << 20, 1 << 20);

  private String refusal(byte[] bytes) {
    return assertThrows(ImageRejected.class, () -> decoder.decode(bytes)).code();
  }

  @Test
  void losslessGivesEverySampleBack() throws Exception {
    BufferedImage picture = FormatFixtures.gradient(BufferedImage.TYPE_INT_RGB);
    byte[] webp = WebpFixture.lossless(picture);
    assertEquals(new ImageHeader("webp", 40, 30), ImageHeader.read(webp));
    assertArrayEquals(Samples.of(picture).pixels(), decoder.decode(webp).pixels());
  }

  @Test
  void losslessDropsAlphaAndKeepsTheColoursBelow() throws Exception {
    BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    picture.setRGB(0, 0, 0x800a141e);
    picture.setRGB(1, 0, 0xff28323c);
    RasterImage image = decoder.decode(WebpFixture.lossless(picture));
    assertEquals(3, image.channels());
    assertArrayEquals(new byte[] {10, 20, 30, 40, 50, 60}, image.pixels());
  }

  @ParameterizedTest
  @ValueSource(floats = {0.3f, 0.75f, 0.95f})
  void lossyEqualsTheReferenceDecoderExceptAtTheEdgesOfColours(float quality) throws Exception {
    BufferedImage picture = new BufferedImage(97, 61, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 61; y++) {
      for (int x = 0; x < 97; x++) {
        picture.setRGB(x, y, 2 * x << 16 | 3 * y << 8 | 90);
      }
    }
    byte[] webp = WebpFixture.lossy(picture, quality);
    assertEquals(new ImageHeader("webp", 97, 61), ImageHeader.read(webp));
    byte[] reference = WebpFixture.reference(webp);
    byte[] pixels = decoder.decode(webp).pixels();
    long sum = 0;
    for (int i = 0; i < pixels.length; i++) {
      int error = Math.abs((pixels[i] & 0xff) - (reference[i] & 0xff));
      assertTrue(error <= 16, "sample " + i + " is off by " + error);
      sum += error;
    }
    // Colour is stored at half the size. The reference interpolates it between pixels, while this
    // reader repeats it, so that a smooth picture differs by a level or two.
    assertTrue(sum < 2L * pixels.length, "mean error " + (double) sum / pixels.length);
  }

  @Test
  void lossyGreyEqualsTheReferenceExceptForAFewSmoothedEdges() throws Exception {
    BufferedImage picture = new BufferedImage(50, 70, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 70; y++) {
      for (int x = 0; x < 50; x++) {
        picture.setRGB(x, y, (x * y * 7 + x * x) % 256 * 0x10101);
      }
    }
    byte[] webp = WebpFixture.lossy(picture, 0.5f);
    byte[] reference = WebpFixture.reference(webp);
    byte[] pixels = decoder.decode(webp).pixels();
    long sum = 0;
    for (int i = 0; i < pixels.length; i++) {
      int error = Math.abs((pixels[i] & 0xff) - (reference[i] & 0xff));
      assertTrue(error <= 8, "sample " + i + " is off by " + error);
      sum += error;
    }
    assertTrue(sum * 4 < pixels.length, "mean error " + (double) sum / pixels.length);
  }

  @Test
  void lossyWithAlphaDropsTheAlphaChunkUnread() throws Exception {
    BufferedImage picture = FormatFixtures.gradient(BufferedImage.TYPE_INT_RGB);
    byte[] simple = WebpFixture.lossy(picture, 0.8f);
    byte[] alpha = WebpFixture.chunk("ALPH", new byte[] {1, 2, 3});
    byte[] profile = WebpFixture.chunk("ICCP", new byte[] {4, 5, 6});
    byte[] extended =
        WebpFixture.extended(16 + 32, 40, 30, profile, alpha, WebpFixture.picture(simple));
    assertArrayEquals(decoder.decode(simple).pixels(), decoder.decode(extended).pixels());
  }

  @Test
  void anAnimationGivesItsFirstFrameWithoutTheCanvasAroundIt() throws Exception {
    BufferedImage first = FormatFixtures.gradient(BufferedImage.TYPE_INT_RGB);
    BufferedImage second = new BufferedImage(60, 50, BufferedImage.TYPE_INT_RGB);
    byte[] animation =
        WebpFixture.extended(
            2,
            60,
            50,
            WebpFixture.chunk("ANIM", new byte[6]),
            WebpFixture.frame(4, 6, 40, 30, WebpFixture.picture(WebpFixture.lossless(first))),
            WebpFixture.frame(0, 0, 60, 50, WebpFixture.picture(WebpFixture.lossless(second))));
    assertEquals(new ImageHeader("webp", 40, 30), ImageHeader.read(animation));
    assertArrayEquals(Samples.of(first).pixels(), decoder.decode(animation).pixels());
  }

  @Test
  void aChunkThatIsShorterThanItsPictureNeedsIsRefused() throws Exception {
    BufferedImage picture = FormatFixtures.gradient(BufferedImage.TYPE_INT_RGB);
    byte[] chunk = WebpFixture.picture(WebpFixture.lossless(picture));
    byte[] whole = WebpFixture.extended(0, 40, 30, chunk);
    assertEquals(40, decoder.decode(whole).width());
    byte[] half = new byte[(chunk.length - 8) / 2];
    System.arraycopy(chunk, 8, half, 0, half.length);
    String code = refusal(WebpFixture.extended(0, 40, 30, WebpFixture.chunk("VP8L", half)));
    assertTrue(code.equals("truncated") || code.equals("corrupt"), code);
  }

  @Test
  void aCanvasOfAnotherSizeOrWithoutPictureIsCorrupt() throws Exception {
    byte[] chunk =
        WebpFixture.picture(
            WebpFixture.lossless(FormatFixtures.gradient(BufferedImage.TYPE_INT_RGB)));
    assertEquals("corrupt", refusal(WebpFixture.extended(0, 41, 30, chunk)));
    assertEquals("corrupt", refusal(WebpFixture.extended(0, 41, 30)));
  }

  @Test
  void aHeaderOfManyPixelsIsRefusedBeforeAnyIsDecoded() throws Exception {
    byte[] chunk = WebpFixture.chunk("VP8L", new byte[] {0x2f, -1, -1, -1, 0x0f, 0});
    ImageRejected refused =
        assertThrows(
            ImageRejected.class,
            () -> decoder.decode(WebpFixture.extended(0, 16384, 16384, chunk)));
    assertEquals("too_many_pixels", refused.code());
  }
}
