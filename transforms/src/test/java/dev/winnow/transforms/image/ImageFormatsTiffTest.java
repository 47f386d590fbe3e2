package dev.winnow.transforms.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFormatsTiffTest {

  private final ImageDecoder decoder = new ImageDecoder(1 << 20, 1 << 20);

  private static TiffFixture row(int width, int bits, int samples, int photometric, int... values) {
    return new TiffFixture(ByteOrder.LITTLE_ENDIAN, width, 1, bits, samples, photometric, values);
  }

  private String refusal(TiffFixture tiff) {
    return assertThrows(ImageRejected.class, () -> decoder.decode(tiff.bytes())).code();
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

  @ParameterizedTest
  @CsvSource({
    // Fewer than 8 bits give steps of 255, 85 and 17; more give the upper 8 bits.
    "1, 0, 1, 255",
    "2, 1, 2, 85",
    "4, 3, 9, 51",
    "8, 7, 200, 7",
    "12, 0xabc, 0xfff, 0xab",
    "16, 0xabcd, 0xffff, 0xab",
  })
  void greyOfEveryDepthIsOneChannelOfEightBits(int bits, String first, String second, String grey)
      throws Exception {
    int a = Integer.decode(first);
    int b = Integer.decode(second);
    int expected = bits == 1 ? 0 : Integer.decode(grey);
    int other = bits > 8 ? b >> bits - 8 : b * 255 / ((1 << bits) - 1);
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      byte[] dark = new TiffFixture(order, 2, 1, bits, 1, 1, a, b).bytes();
      assertPixels(1, new int[] {expected, other}, dark);
      TiffFixture light = new TiffFixture(order, 2, 1, bits, 1, 0, a, b);
      if (bits == 12) {
        // The platform's reader fails on this pair.
        assertEquals("unsupported_format", refusal(light));
      } else {
        assertPixels(1, new int[] {255 - expected, 255 - other}, light.bytes());
      }
    }
  }

  @Test
  void alphaAfterGreyAndColoursShowsWhite() throws Exception {
    // (10 * 128 + 255 * 127) / 255 = 132.02
    assertPixels(1, new int[] {132, 255}, row(2, 8, 2, 1, 10, 128, 200, 0).with(338, 3, 2).bytes());
    // Samples of an unknown kind are no alpha; kind 1 means colours that are multiplied already.
    int[][] expected = {{1, 2, 3}, {128, 129, 130}, {128, 128, 129}};
    for (int kind = 0; kind <= 2; kind++) {
      assertPixels(3, expected[kind], row(1, 8, 4, 2, 1, 2, 3, 128).with(338, 3, kind).bytes());
    }
  }

  @Test
  void coloursOfFourEightTwelveAndSixteenBits() throws Exception {
    assertPixels(3, new int[] {17, 34, 255}, row(1, 4, 3, 2, 1, 2, 15).bytes());
    assertPixels(3, new int[] {1, 2, 3}, row(1, 8, 3, 2, 1, 2, 3).bytes());
    assertPixels(3, new int[] {1, 2, 0x80}, row(1, 12, 3, 2, 0x01f, 0x02f, 0x80f).bytes());
    assertPixels(3, new int[] {1, 2, 0x80}, row(1, 16, 3, 2, 0x01ff, 0x02ff, 0x80ff).bytes());
  }

  @Test
  void coloursInPlanesAreInterleaved() throws Exception {
    TiffFixture tiff = row(2, 8, 3, 2, 1, 2, 3, 4, 5, 6).with(284, 3, 2);
    tiff.with(273, 4, 8, 10, 12).with(279, 4, 2, 2, 2);
    assertPixels(3, new int[] {1, 3, 5, 2, 4, 6}, tiff.bytes());
  }

  @Test
  void aTileIsCutToThePicture() throws Exception {
    int[] tile = new int[16 * 16];
    tile[0] = 7;
    tile[1] = 8;
    tile[16] = 9;
    TiffFixture tiff = new TiffFixture(ByteOrder.BIG_ENDIAN, 16, 16, 8, 1, 1, tile);
    tiff.with(256, 4, 2).with(257, 4, 2).with(322, 4, 16).with(323, 4, 16);
    tiff.with(324, 4, 8).with(325, 4, 256);
    assertPixels(1, new int[] {7, 8, 9, 0}, tiff.bytes());
  }

  @Test
  void aPaletteGivesTheUpperEightBitsOfItsColours() throws Exception {
    int[] colours = new int[3 * 16];
    colours[2] = 0x1234;
    colours[16 + 2] = 0x5678;
    colours[32 + 2] = 0x9abc;
    byte[] tiff = row(2, 4, 1, 3, 2, 0).with(320, 3, colours).bytes();
    assertPixels(3, new int[] {0x12, 0x56, 0x9a, 0, 0, 0}, tiff);
  }

  @Test
  void cmykHoldsInkWhichTakesLightAway() throws Exception {
    // (255 - 55) * (255 - 127) / 255 = 100.4, 100 * 128 / 255 = 50.2, 50 * 128 / 255 = 25.1
    int[] expected = {100, 50, 25};
    assertPixels(3, expected, row(1, 8, 4, 5, 55, 155, 205, 127).bytes());
    assertPixels(3, expected, row(1, 8, 5, 5, 55, 155, 205, 127, 9).with(338, 3, 2).bytes());
    assertPixels(3, expected, row(1, 16, 4, 5, 55 << 8, 155 << 8, 205 << 8, 127 << 8).bytes());
  }

  @Test
  void aProfileIsIgnored() throws Exception {
    byte[] profile =
        ((ICC_ColorSpace) ColorSpace.getInstance(ColorSpace.CS_LINEAR_RGB)).getProfile().getData();
    int[] words = new int[profile.length / 4];
    ByteBuffer.wrap(profile).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(words);
    byte[] tiff = row(1, 8, 3, 2, 10, 20, 30).with(34675, 4, words).bytes();
    assertPixels(3, new int[] {10, 20, 30}, tiff);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LZW", "ZLib", "Deflate", "PackBits"})
  void losslessCompressionsGiveEverySampleBack(String type) throws Exception {
    BufferedImage picture = FormatFixtures.gradient(BufferedImage.TYPE_INT_RGB);
    byte[] expected = Samples.of(picture).colours().high();
    byte[] tiff = FormatFixtures.compressed("tiff", picture, type);
    assertEquals(new ImageHeader("tiff", 40, 30), ImageHeader.read(tiff));
    assertArrayEquals(expected, decoder.decode(tiff).pixels());
  }

  @Test
  void aFileWithSeveralPagesGivesTheFirst() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (int width = 1; width <= 2; width++) {
        BufferedImage page = new BufferedImage(width, 1, BufferedImage.TYPE_BYTE_GRAY);
        page.getRaster().setSample(0, 0, 0, 50 * width);
        writer.writeToSequence(new IIOImage(page, null, null), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    assertPixels(1, new int[] {50}, bytes.toByteArray());
  }

  @Test
  void namesUnsupportedVariants() {
    assertEquals("unsupported_format", refusal(row(1, 8, 1, 1, 1).with(339, 3, 3)));
    assertEquals("unsupported_format", refusal(row(1, 8, 1, 1, 1).with(258, 3, 32)));
    assertEquals("unsupported_format", refusal(row(1, 8, 1, 1, 1).with(259, 3, 50000)));
    assertEquals("unsupported_format", refusal(row(1, 8, 1, 1, 1).with(262, 3, 32803)));
    assertEquals("unsupported_format", refusal(row(1, 8, 3, 2, 1, 2, 3).with(258, 3, 8, 8, 16)));
    byte[] big = row(1, 8, 1, 1, 1).bytes();
    big[2] = 43;
    assertEquals(
        "unsupported_format", assertThrows(ImageRejected.class, () -> decoder.decode(big)).code());
  }

  @Test
  void aDirectoryThatClaimsTooMuchIsRefusedBeforeAnyPixel() {
    assertEquals(
        "too_many_pixels", refusal(row(1, 8, 1, 1, 1).with(256, 4, 1 << 21).with(259, 3, 5)));
    assertEquals("truncated", refusal(row(4, 8, 1, 1, 1, 2, 3, 4).with(279, 4, 1 << 30)));
    assertEquals("truncated", refusal(row(4, 8, 1, 1, 1, 2, 3, 4).with(279, 4, 3)));
    TiffFixture tiles = row(1, 8, 1, 1, 1).with(322, 4, 1 << 20).with(323, 4, 1 << 10);
    assertEquals("corrupt", refusal(tiles));
    byte[] plain = row(1, 8, 1, 1, 1).bytes();
    byte[] cut = Arrays.copyOf(plain, plain.length - 5);
    assertEquals("truncated", assertThrows(ImageRejected.class, () -> decoder.decode(cut)).code());
  }
}
