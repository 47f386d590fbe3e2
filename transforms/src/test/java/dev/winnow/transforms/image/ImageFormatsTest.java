package dev.winnow.transforms.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFormatsTest {

  private final ImageDecoder decoder = new ImageDecoder(1 << 20, 1 << 20);

  private String refusal(byte[] bytes) {
    return assertThrows(ImageRejected.class, () -> decoder.decode(bytes)).code();
  }

  private void assertPixels(int channels, int[] expected, byte[] file) throws ImageRejected {
    RasterImage image = decoder.decode(file);
    assertEquals(channels, image.channels());
    int[] pixels = new int[image.pixels().length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = image.pixels()[i] & 0xff;
    }
    assertArrayEquals(expected, pixels);
  }

  private static int[] repeated(int times, int... pixel) {
    int[] all = new int[times * pixel.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = pixel[i % pixel.length];
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpeg", "png", "gif", "bmp", "tiff"})
  void thePlatformsReaderIsUsedRegardlessOfOtherRegisteredReaders(String format) throws Exception {
    String reader = ImageReaders.create(format).getClass().getName();
    assertTrue(reader.startsWith("com.sun.imageio.plugins."), reader);
  }

  @Test
  void webpHasOneReaderAlthoughTheTestsRegisterAnother() throws Exception {
    String reader = ImageReaders.create("webp").getClass().getName();
    assertTrue(reader.startsWith("com.twelvemonkeys."), reader);
  }

  @Test
  void cmykJpegHoldsLightAndIsMultipliedByBlack() throws Exception {
    byte[] plain = FormatFixtures.fourComponents(200, 100, 50, 128);
    // 200 * 128 / 255 = 100.4, 100 * 128 / 255 = 50.2, 50 * 128 / 255 = 25.1
    int[] expected = repeated(128, 100, 50, 25);
    assertPixels(3, expected, FormatFixtures.withAdobe(plain, 0));
    // Without Adobe's segment the result is the same.
    assertPixels(3, expected, plain);
  }

  @Test
  void ycckJpegIsTurnedToCmykFirst() throws Exception {
    byte[] plain = FormatFixtures.fourComponents(100, 90, 160, 200);
    // Cb - 128 = -38 and Cr - 128 = 32, therefore R = 100 + 1.402 * 32 = 144.9, G = 100 + 0.344 *
    // 38 - 0.714 * 32 = 90.2, B = 100 - 1.772 * 38 = 32.7. Light is 255 minus 145, 90, 33, that is
    // 110, 165, 222; multiplied by 200 / 255 it is 86.3, 129.4, 174.1.
    assertPixels(3, repeated(128, 86, 129, 174), FormatFixtures.withAdobe(plain, 2));
  }

  @ParameterizedTest
  @CsvSource({"-1, 12", "0xc9, 8", "0xc3, 8"})
  void jpegOfOtherProcessesIsUnsupported(String process, int bits) throws Exception {
    byte[] jpeg = FormatFixtures.jpeg(FormatFixtures.gradient(BufferedImage.TYPE_INT_RGB));
    int frame = 2;
    while (jpeg[frame + 1] != (byte) 0xc0) {
      frame += 2 + ((jpeg[frame + 2] & 0xff) << 8 | jpeg[frame + 3] & 0xff);
    }
    jpeg[frame + 1] = process.equals("-1") ? jpeg[frame + 1] : Integer.decode(process).byteValue();
    jpeg[frame + 4] = (byte) bits;
    assertEquals("unsupported_format", refusal(jpeg));
  }

  @Test
  void greyPngOfFewBitsIsOneChannelStretchedToAllOfEight() throws Exception {
    // Samples from the left: 1, 0 of 1 bit; 0, 1, 2, 3 of 2 bits; 0, 1, 15 of 4 bits.
    assertPixels(
        1, new int[] {255, 0}, FormatFixtures.png(2, 1, 1, 0, new byte[] {0, (byte) 0x80}));
    assertPixels(
        1, new int[] {0, 85, 170, 255}, FormatFixtures.png(4, 1, 2, 0, new byte[] {0, 0x1b}));
    assertPixels(
        1, new int[] {0, 17, 255}, FormatFixtures.png(3, 1, 4, 0, new byte[] {0, 1, (byte) 0xf0}));
  }

  @Test
  void greyPngWithAlphaOrATransparentGreyIsOneChannelOverWhite() throws Exception {
    // 200 at 99 of 255 over white: (200 * 99 + 255 * 156) / 255 = 233.6
    assertPixels(
        1, new int[] {255, 234}, FormatFixtures.png(2, 1, 8, 4, new byte[] {0, 10, 0, -56, 99}));
    byte[] transparent = FormatFixtures.pngChunk("tRNS", new byte[] {0, 10});
    assertPixels(
        1,
        new int[] {255, 20},
        FormatFixtures.png(2, 1, 8, 0, new byte[] {0, 10, 20}, transparent));
    byte[] low = FormatFixtures.pngChunk("tRNS", new byte[] {0, 1});
    assertPixels(1, new int[] {0, 255}, FormatFixtures.png(2, 1, 4, 0, new byte[] {0, 1}, low));
  }

  @Test
  void palettePngGivesItsColoursOverWhite() throws Exception {
    byte[] colours = FormatFixtures.pngChunk("PLTE", new byte[] {1, 2, 3, 40, 50, 60});
    byte[] alpha = FormatFixtures.pngChunk("tRNS", new byte[] {0, 100});
    for (int bits : new int[] {1, 2, 4, 8}) {
      byte[] row = bits == 8 ? new byte[] {0, 1, 0} : new byte[] {0, (byte) (1 << 8 - bits)};
      int[] expected = {40, 50, 60, 1, 2, 3};
      assertPixels(3, expected, FormatFixtures.png(2, 1, bits, 3, row, colours));
      // 40, 50 and 60 at 100 of 255 over white; the other colour is transparent.
      int[] composed = {171, 175, 179, 255, 255, 255};
      assertPixels(3, composed, FormatFixtures.png(2, 1, bits, 3, row, colours, alpha));
    }
  }

  @Test
  void colourPngOfSixteenBitsKeepsTheUpperEight() throws Exception {
    byte[] rgb = HexFormat.of().parseHex("00" + "01ff02ff80fe");
    assertPixels(3, new int[] {1, 2, 0x80}, FormatFixtures.png(1, 1, 16, 2, rgb));
    byte[] rgba = HexFormat.of().parseHex("00" + "01ff02ff80feffff");
    assertPixels(3, new int[] {1, 2, 0x80}, FormatFixtures.png(1, 1, 16, 6, rgba));
  }

  @Test
  void aProfileIsAppliedToColourJpegAndIgnoredInPng() throws Exception {
    byte[] profile =
        ((ICC_ColorSpace) ColorSpace.getInstance(ColorSpace.CS_LINEAR_RGB)).getProfile().getData();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    packed.writeBytes(new byte[] {'x', 0, 0});
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(profile);
    }
    byte[] chunk = FormatFixtures.pngChunk("iCCP", packed.toByteArray());
    byte[] row = {0, 10, 20, 30};
    assertPixels(3, new int[] {10, 20, 30}, FormatFixtures.png(1, 1, 8, 2, row, chunk));

    BufferedImage flat = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    flat.setRGB(0, 0, 8, 8, repeated(64, 0x808080), 0, 8);
    byte[] jpeg = FormatFixtures.jpeg(flat);
    assertPixels(3, repeated(64, 128, 128, 128), jpeg);
    byte[] head = "ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1);
    // The reader needs the JFIF segment, of 18 bytes, before all others.
    byte[] start = Arrays.copyOf(jpeg, 20);
    byte[] segment =
        FormatFixtures.withSegment(new byte[2], 0xe2, WebpFixture.joined(head, profile));
    byte[] tagged =
        WebpFixture.joined(
            start,
            Arrays.copyOfRange(segment, 2, segment.length),
            Arrays.copyOfRange(jpeg, 20, jpeg.length));
    // Linear light of 128 / 255 = 0.502 is 1.055 * 0.502^(1 / 2.4) - 0.055 = 0.737 in sRGB: 188.
    RasterImage image = decoder.decode(tagged);
    assertEquals(188, image.pixels()[0] & 0xff, 1);
  }

  /**
   * Returns a GIF with a screen of 10 x 9 and two frames of 2 x 1 at (3, 4): red and blue, then
   * blue and red.
   */
  private static byte[] gif(int height) {
    String screen = "474946383961" + "0a000900" + "910000" + "ff0000" + "0000ff" + "000000000000";
    String control = "21f904" + "01" + "0a00" + "01" + "00";
    String place = "2c" + "03000400" + "0200" + HexFormat.of().toHexDigits((byte) height) + "00";
    // Codes of 3 bits, lowest first: 4 (clear), the two colours, 5 (end).
    // 4 + 0 * 8 + 1 * 64 + 5 * 512 = 0x0a44; 4 + 1 * 8 + 0 * 64 + 5 * 512 = 0x0a0c
    String first = place + "00" + "02" + "02440a00";
    String second = place + "00" + "02" + "020c0a00";
    return HexFormat.of().parseHex(screen + control + first + control + second + "3b");
  }

  @Test
  void anAnimatedGifGivesItsFirstFrameWithoutTheScreenAroundIt() throws Exception {
    assertEquals(new ImageHeader("gif", 2, 1), ImageHeader.read(gif(1)));
    // Blue is marked as transparent, so that white shows.
    assertPixels(3, new int[] {255, 0, 0, 255, 255, 255}, gif(1));
  }

  @Test
  void aGifWhoseFrameEndsBeforeItsLastRowIsTruncated() {
    assertEquals("truncated", refusal(gif(2)));
  }
}
