package dev.winnow.transforms.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.Arrays;
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
    assertArrayEquals(Samples.of(picture).colours().high(), decoder.decode(webp).pixels());
  }

  @Test
  void losslessAlphaShowsWhite() throws Exception {
    BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    picture.setRGB(0, 0, 0x800a141e);
    picture.setRGB(1, 0, 0xff28323c);
    RasterImage image = decoder.decode(WebpFixture.lossless(picture));
    assertEquals(3, image.channels());
    // (10 * 128 + 255 * 127) / 255 = 132.02, and so on.
    assertArrayEquals(new byte[] {(byte) 132, (byte) 137, (byte) 142, 40, 50, 60}, image.pixels());
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
  void lossyAlphaOfEveryKindIsThatOfTheReferenceDecoder() throws Exception {
    BufferedImage picture = new BufferedImage(40, 30, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < 30; y++) {
      for (int x = 0; x < 40; x++) {
        picture.setRGB(x, y, (6 * x + y) % 256 << 24 | 0x204060);
      }
    }
    byte[] webp = WebpFixture.lossy(picture, 0.8f);
    WebpFile file = WebpFile.read(webp);
    assertTrue(file.alphaStart() > 0, "the encoder must write a chunk ALPH");
    try (Frames frames = Frames.open("webp", webp)) {
      byte[] alpha = frames.read(0).alpha().high();
      for (int i = 0; i < alpha.length; i++) {
        assertEquals((6 * (i % 40) + i / 40) % 256, alpha[i] & 0xff, "pixel " + i);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void rawAlphaIsRestoredFromItsPrediction(int filter) throws Exception {
    // Differences of one: to the left, above, or to left + above - corner, within 0 to 255.
    byte[] chunk = new byte[1 + 3 * 2];
    Arrays.fill(chunk, (byte) 1);
    chunk[0] = (byte) (filter << 2);
    int[][] expected = {
      {1, 1, 1, 1, 1, 1}, {1, 2, 3, 2, 3, 4}, {1, 2, 3, 2, 3, 4}, {1, 2, 3, 2, 4, 6}
    };
    byte[] alpha = WebpAlpha.read(chunk, 0, chunk.length, 3, 2).high();
    for (int i = 0; i < alpha.length; i++) {
      assertEquals(expected[filter][i], alpha[i], "sample " + i);
    }
  }

  @Test
  void damagedAlphaIsRefusedAndAProfileIsLeftUnread() throws Exception {
    BufferedImage picture = FormatFixtures.gradient(BufferedImage.TYPE_INT_RGB);
    byte[] simple = WebpFixture.lossy(picture, 0.8f);
    byte[] opaque = new byte[1 + 40 * 30];
    Arrays.fill(opaque, 1, opaque.length, (byte) 255);
    byte[] profile = WebpFixture.chunk("ICCP", new byte[] {4, 5, 6});
    byte[] body = WebpFixture.picture(simple);
    byte[] whole = WebpFixture.chunk("ALPH", opaque);
    byte[] damaged = WebpFixture.chunk("ALPH", new byte[] {1, 2, 3});
    byte[] extended = WebpFixture.extended(16 + 32, 40, 30, profile, whole, body);
    assertArrayEquals(decoder.decode(simple).pixels(), decoder.decode(extended).pixels());
    String code = refusal(WebpFixture.extended(16, 40, 30, damaged, body));
    assertTrue(code.equals("truncated") || code.equals("corrupt"), code);
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
    assertArrayEquals(Samples.of(first).colours().high(), decoder.decode(animation).pixels());
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
