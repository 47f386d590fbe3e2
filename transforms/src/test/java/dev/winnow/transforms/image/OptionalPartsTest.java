package dev.winnow.transforms.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of a file that say nothing about the stored samples decide about no row. */
class OptionalPartsTest {

  private final ImageDecoder decoder = new ImageDecoder(1 << 20, 1 << 20);

  private static byte[] rgb() throws Exception {
    return FormatFixtures.jpeg(FormatFixtures.gradient(BufferedImage.TYPE_INT_RGB));
  }

  private static byte[] grey() throws Exception {
    return FormatFixtures.jpeg(FormatFixtures.gradient(BufferedImage.TYPE_BYTE_GRAY));
  }

  private static byte[] profile(int space) {
    return ICC_Profile.getInstance(space).getData();
  }

  /** Returns the profile of sRGB under another colour space. */
  private static byte[] named(String space) {
    byte[] profile = profile(ColorSpace.CS_sRGB);
    System.arraycopy(space.getBytes(StandardCharsets.US_ASCII), 0, profile, 16, 4);
    return profile;
  }

  /** Adds one part of a profile to a JPEG. */
  private static byte[] with(byte[] jpeg, int number, int count, byte[] part) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes("ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII));
    data.write(number);
    data.write(count);
    data.writeBytes(part);
    return FormatFixtures.withSegment(jpeg, 0xe2, data.toByteArray());
  }

  private void assertIgnored(byte[] jpeg, byte[] withProfile) throws Exception {
    assertArrayEquals(decoder.decode(jpeg).pixels(), decoder.decode(withProfile).pixels());
    assertEquals(decoder.examine(jpeg).pixelsSha256(), decoder.examine(withProfile).pixelsSha256());
  }

  /** Returns the profile of another colour space of three components. */
  private static byte[] xyz() {
    return profile(ColorSpace.CS_CIEXYZ);
  }

  private static byte[] linear() {
    return profile(ColorSpace.CS_LINEAR_RGB);
  }

  /** Returns the profile of linear grey with a gamma of 2.2. */
  private static byte[] gamma() {
    byte[] profile = profile(ColorSpace.CS_GRAY);
    for (int i = 128; i + 13 < profile.length; i++) {
      if (new String(profile, i, 4, StandardCharsets.US_ASCII).equals("curv")) {
        ByteBuffer.wrap(profile).putInt(i + 8, 1).putShort(i + 12, (short) 0x0233);
      }
    }
    return profile;
  }

  @Test
  void aProfileOfRgbIsAppliedToRgb() throws Exception {
    byte[] converted = decoder.decode(with(rgb(), 1, 1, linear())).pixels();
    assertFalse(Arrays.equals(decoder.decode(rgb()).pixels(), converted));
    int half = linear().length / 2;
    byte[] first = Arrays.copyOf(linear(), half);
    byte[] second = Arrays.copyOfRange(linear(), half, linear().length);
    assertArrayEquals(
        converted, decoder.decode(with(with(rgb(), 1, 2, first), 2, 2, second)).pixels());
  }

  @Test
  void aProfileOfAnotherColourSpaceIsLeftOut() throws Exception {
    assertIgnored(rgb(), with(rgb(), 1, 1, xyz()));
    assertIgnored(rgb(), with(rgb(), 1, 1, named("Lab ")));
    assertIgnored(rgb(), with(rgb(), 1, 1, named("CMYK")));
    assertIgnored(rgb(), with(rgb(), 1, 1, profile(ColorSpace.CS_GRAY)));
    assertIgnored(grey(), with(grey(), 1, 1, linear()));
    assertIgnored(grey(), with(grey(), 1, 1, xyz()));
    assertIgnored(grey(), with(grey(), 1, 1, gamma()));
  }

  @Test
  void aDamagedProfileIsLeftOut() throws Exception {
    assertIgnored(rgb(), with(rgb(), 1, 1, new byte[0]));
    assertIgnored(rgb(), with(rgb(), 1, 1, new byte[200]));
    assertIgnored(rgb(), with(rgb(), 1, 1, Arrays.copyOf(linear(), 400)));
    byte[] holed = linear();
    Arrays.fill(holed, 128, holed.length, (byte) 0x7f);
    assertIgnored(rgb(), with(rgb(), 1, 1, holed));
    assertIgnored(rgb(), with(rgb(), 1, 2, linear()));
    assertIgnored(rgb(), with(rgb(), 2, 1, linear()));
    assertIgnored(rgb(), with(rgb(), 0, 0, linear()));
    assertIgnored(rgb(), with(with(rgb(), 1, 1, linear()), 1, 1, linear()));
    assertIgnored(rgb(), with(with(rgb(), 1, 2, linear()), 2, 3, linear()));
    byte[] name = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);
    assertIgnored(rgb(), FormatFixtures.withSegment(rgb(), 0xe2, name));
  }

  @Test
  void aProfileWithRandomDamageCostsNoRow() throws Exception {
    Random random = new Random(3);
    byte[] jpeg = rgb();
    for (int i = 0; i < 60; i++) {
      byte[] damaged = linear();
      for (int j = 0; j < 1 + i % 5; j++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      assertEquals(40, decoder.decode(with(jpeg, 1, 1, damaged)).width());
    }
  }

  /** Writes a BMP of 2 x 1 pixels with a profile at its end. */
  private static byte[] bmp(String space, byte[] profile) {
    ByteBuffer b = ByteBuffer.allocate(14 + 124 + 8 + profile.length);
    b.order(ByteOrder.LITTLE_ENDIAN);
    b.put((byte) 'B').put((byte) 'M').putInt(2, b.capacity()).putInt(10, 138);
    b.putInt(14, 124).putInt(18, 2).putInt(22, 1).putShort(26, (short) 1).putShort(28, (short) 24);
    b.putInt(34, 8).putInt(38, -1).putInt(42, Integer.MIN_VALUE);
    for (int i = 0; i < 4; i++) {
      b.put(70 + i, (byte) space.charAt(3 - i));
    }
    b.putInt(126, 124 + 8).putInt(130, profile.length);
    b.position(138).put(new byte[] {10, 100, (byte) 200, 90, 60, 30});
    b.position(146).put(profile);
    return b.array();
  }

  @Test
  void aProfileOfABmpDecidesNothing() throws Exception {
    byte[] plain = {(byte) 200, 100, 10, 30, 60, 90};
    assertArrayEquals(plain, decoder.decode(bmp("sRGB", new byte[0])).pixels());
    assertArrayEquals(plain, decoder.decode(bmp("MBED", linear())).pixels());
    assertArrayEquals(plain, decoder.decode(bmp("MBED", xyz())).pixels());
    assertArrayEquals(plain, decoder.decode(bmp("MBED", named("CMYK"))).pixels());
    assertArrayEquals(plain, decoder.decode(bmp("MBED", new byte[0])).pixels());
    assertArrayEquals(plain, decoder.decode(bmp("MBED", new byte[300])).pixels());
    assertArrayEquals(plain, decoder.decode(bmp("LINK", new byte[300])).pixels());
  }

  @Test
  void resolutionsWithoutMeaningCostNoRow() throws Exception {
    byte[] jpeg = rgb();
    byte[] absurd = jpeg.clone();
    // Units, densities and the size of a thumbnail that is not there, in the first segment.
    Arrays.fill(absurd, 13, 20, (byte) 0xff);
    assertIgnored(jpeg, absurd);
    byte[] zero = jpeg.clone();
    Arrays.fill(zero, 13, 20, (byte) 0);
    assertIgnored(jpeg, zero);

    byte[] row = {0, 77};
    byte[] png = FormatFixtures.png(1, 1, 8, 0, row);
    byte[] chunk = new byte[9];
    Arrays.fill(chunk, (byte) 0xff);
    assertIgnored(png, FormatFixtures.png(1, 1, 8, 0, row, FormatFixtures.pngChunk("pHYs", chunk)));
    assertIgnored(
        png, FormatFixtures.png(1, 1, 8, 0, row, FormatFixtures.pngChunk("pHYs", new byte[2])));

    int nan = Float.floatToIntBits(Float.NaN);
    for (int type : new int[] {5, 10, 11, 4}) {
      TiffFixture tiff = new TiffFixture(ByteOrder.BIG_ENDIAN, 2, 1, 8, 3, 2, 1, 2, 3, 4, 5, 6);
      byte[] with = tiff.with(282, type, nan, 0).with(283, type, -1, 0).with(296, 3, 99).bytes();
      assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6}, decoder.decode(with).pixels());
    }
  }

  @Test
  void aProfileOfATiffDecidesNothing() throws Exception {
    int[] junk = new int[100];
    Arrays.fill(junk, 0x7f7f7f7f);
    ByteBuffer foreign = ByteBuffer.wrap(Arrays.copyOf(xyz(), xyz().length / 4 * 4));
    int[] words = new int[foreign.capacity() / 4];
    foreign.asIntBuffer().get(words);
    for (int[] profile : new int[][] {junk, words, {1}}) {
      TiffFixture tiff = new TiffFixture(ByteOrder.BIG_ENDIAN, 2, 1, 8, 3, 2, 1, 2, 3, 4, 5, 6);
      byte[] with = tiff.with(34675, 4, profile).bytes();
      assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6}, decoder.decode(with).pixels());
    }
  }

  @Test
  void anExifBlockWithRandomBytesCostsNoRow() throws Exception {
    Random random = new Random(5);
    byte[] jpeg = rgb();
    byte[] head = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 200; i++) {
      byte[] exif = new byte[26 + random.nextInt(40)];
      random.nextBytes(exif);
      if (i % 4 != 0) {
        byte[] good = FormatFixtures.exif(ByteOrder.LITTLE_ENDIAN, 1);
        System.arraycopy(good, 0, exif, 0, i % 4 == 1 ? 10 : 20);
      }
      RasterImage image =
          decoder.decode(FormatFixtures.withSegment(jpeg, 0xe1, WebpFixture.joined(head, exif)));
      assertEquals(70, image.width() + image.height());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0xe0, 0xe1, 0xe2, 0xed, 0xee, 0xef, 0xfe})
  void aSegmentOfRandomBytesCostsNoRow(int marker) throws Exception {
    Random random = new Random(marker);
    byte[] jpeg = rgb();
    byte[] pixels = decoder.decode(jpeg).pixels();
    for (int i = 0; i < 20; i++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      assertArrayEquals(
          pixels, decoder.decode(FormatFixtures.withSegment(jpeg, marker, bytes)).pixels());
    }
  }
}
