package dev.winnow.transforms.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures of more than 8 bits whose samples use only a part of their range. */
class ImageFormatsDeepTest {

  private final ImageDecoder decoder = new ImageDecoder(1 << 20, 1 << 20);

  private static byte[] png(int[] values, byte[]... chunks) throws IOException {
    ByteArrayOutputStream row = new ByteArrayOutputStream();
    row.write(0);
    for (int value : values) {
      row.write(value >> 8);
      row.write(value);
    }
    return FormatFixtures.png(values.length, 1, 16, 0, row.toByteArray(), chunks);
  }

  private static TiffFixture tiff(int bits, int photometric, int... values) {
    return new TiffFixture(ByteOrder.LITTLE_ENDIAN, values.length, 1, bits, 1, photometric, values);
  }

  private static byte[] significant(int bits) throws IOException {
    return FormatFixtures.pngChunk("sBIT", new byte[] {(byte) bits});
  }

  private void assertGrey(boolean scaled, int[] expected, byte[] file) throws ImageRejected {
    ExaminedImage image = decoder.examine(file);
    byte[] grey = new byte[expected.length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) expected[i];
    }
    assertArrayEquals(grey, image.image().pixels());
    assertEquals(scaled, image.rangeScaled());
  }

  @ParameterizedTest
  @CsvSource({
    // Bits in use: 8, 12, 14, 16. The upper 8 bits of those in use show the picture.
    "0, 100, 255, 0, 100, 255, true",
    "16, 1600, 4095, 1, 100, 255, true",
    "64, 6400, 16383, 1, 100, 255, true",
    "256, 25600, 65535, 1, 100, 255, false",
    // A quarter of the scale is enough for the upper 8 bits.
    "0, 300, 32767, 0, 1, 127, false",
    // Samples far from 0 that span few levels: 40000 becomes 0, and 256 levels remain.
    "40000, 40100, 40255, 0, 100, 255, true",
  })
  void greyIsDecodedByTheBitsInUse(int a, int b, int c, int x, int y, int z, boolean scaled)
      throws Exception {
    int[] expected = {x, y, z};
    assertGrey(scaled, expected, png(new int[] {a, b, c}));
    assertGrey(scaled, expected, tiff(16, 1, a, b, c).bytes());
  }

  @Test
  void theNumberOfBitsThatAPngDeclaresCountsIfTheSamplesFit() throws Exception {
    int[] dark = {0, 16, 160};
    assertGrey(true, new int[] {0, 16, 160}, png(dark));
    assertGrey(true, new int[] {0, 1, 10}, png(dark, significant(12)));
    // A file that says 4 bits and holds more is decoded by the bits in use.
    assertGrey(true, new int[] {0, 16, 160}, png(dark, significant(4)));
    // Writers that follow the standard store 12 bits at the top of the scale.
    assertGrey(false, new int[] {0, 128, 255}, png(new int[] {0, 0x8008, 0xffff}, significant(12)));
  }

  @Test
  void theLargestSampleThatATiffDeclaresCountsIfTheSamplesFit() throws Exception {
    assertGrey(true, new int[] {0, 127, 255}, tiff(16, 1, 0, 500, 1000).with(281, 3, 1000).bytes());
    assertGrey(
        true,
        new int[] {0, 127, 255},
        tiff(16, 1, 1000, 1500, 2000).with(280, 3, 1000).with(281, 3, 2000).bytes());
    // The declared maximum of the whole scale says nothing.
    assertGrey(
        true, new int[] {0, 125, 250}, tiff(16, 1, 0, 500, 1000).with(281, 3, 65535).bytes());
  }

  @Test
  void whiteIsZeroIsDecodedByTheBitsInUseToo() throws Exception {
    assertGrey(true, new int[] {255, 155, 0}, tiff(16, 0, 0, 100, 255).bytes());
    assertGrey(true, new int[] {255, 127, 0}, tiff(16, 0, 0, 500, 1000).with(281, 3, 1000).bytes());
  }

  @Test
  void samplesAtTheTopOfTheScaleAreTakenAsTheyAre() throws Exception {
    // 8 bits, shifted by 8: a dark picture stays dark.
    assertGrey(false, new int[] {0, 10, 60}, png(new int[] {0, 10 << 8, 60 << 8}));
  }

  @Test
  void coloursKeepTheirProportions() throws Exception {
    byte[] tiff =
        new TiffFixture(ByteOrder.BIG_ENDIAN, 2, 1, 16, 3, 2, 4095, 2048, 1024, 0, 0, 0).bytes();
    ExaminedImage image = decoder.examine(tiff);
    assertArrayEquals(new byte[] {-1, -128, 64, 0, 0, 0}, image.image().pixels());
  }

  @Test
  void picturesThatShareTheirUpperBitsAreNotEqual() throws Exception {
    int[] samples = {0x1200, 0x4567, 0xffff};
    int[] others = {0x1200, 0x4568, 0xffff};
    String png = decoder.examine(png(samples)).pixelsSha256();
    assertEquals(png, decoder.examine(tiff(16, 1, samples).bytes()).pixelsSha256());
    assertEquals(false, png.equals(decoder.examine(png(others)).pixelsSha256()));
    assertEquals(false, png.equals(decoder.examine(tiff(16, 1, others).bytes()).pixelsSha256()));
  }
}
