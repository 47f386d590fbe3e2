package dev.winnow.transforms.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFormatsOrientationTest {

  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

  private final ImageDecoder decoder = new ImageDecoder(1 << 20, 1 << 20);

  /**
   * Returns the grey of a pixel in flat blocks of 8 x 8, A to C above D to F, with greys 20, 60,
   * 100 and so on.
   */
  private static int grey(int x, int y) {
    return 20 + 40 * (x / 8 + 3 * (y / 8));
  }

  private static BufferedImage blocks() {
    BufferedImage image = new BufferedImage(24, 16, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 24; x++) {
        image.setRGB(x, y, grey(x, y) * 0x10101);
      }
    }
    return image;
  }

  /** Returns the letters of the blocks of a decoded file, with a slash between rows. */
  private String letters(byte[] file) throws ImageRejected {
    ImageHeader header = ImageHeader.read(file);
    RasterImage image = decoder.decode(file);
    assertEquals(header.width(), image.width());
    assertEquals(header.height(), image.height());
    StringBuilder letters = new StringBuilder();
    for (int y = 4; y < image.height(); y += 8) {
      letters.append(y > 8 ? "/" : "");
      for (int x = 4; x < image.width(); x += 8) {
        int grey = image.pixels()[(y * image.width() + x) * image.channels()] & 0xff;
        letters.append((char) ('A' + (grey - 20 + 20) / 40));
      }
    }
    return letters.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "1, ABC/DEF",
    "2, CBA/FED",
    "3, FED/CBA",
    "4, DEF/ABC",
    "5, AD/BE/CF",
    "6, DA/EB/FC",
    "7, FC/EB/DA",
    "8, CF/BE/AD"
  })
  void everyFormatIsTurnedUpright(int orientation, String upright) throws Exception {
    byte[] jpeg = FormatFixtures.jpeg(blocks());
    byte[] png = FormatFixtures.written("png", blocks());
    byte[] picture = WebpFixture.picture(WebpFixture.lossless(blocks()));
    int[] samples = new int[24 * 16];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = grey(i % 24, i / 24);
    }
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      byte[] exif = FormatFixtures.exif(order, orientation);
      byte[] marked = WebpFixture.joined(EXIF, exif);
      assertEquals(upright, letters(FormatFixtures.withSegment(jpeg, 0xe1, marked)));
      byte[] chunk = FormatFixtures.pngChunk("eXIf", exif);
      // The chunk stands after the signature of 8 bytes and the header chunk of 25.
      byte[] tagged =
          WebpFixture.joined(
              Arrays.copyOf(png, 33), chunk, Arrays.copyOfRange(png, 33, png.length));
      assertEquals(upright, letters(tagged));
      for (byte[] block : new byte[][] {exif, marked}) {
        assertEquals(
            upright,
            letters(WebpFixture.extended(8, 24, 16, picture, WebpFixture.chunk("EXIF", block))));
      }
      TiffFixture tiff = new TiffFixture(order, 24, 16, 8, 1, 1, samples);
      assertEquals(upright, letters(tiff.with(274, TiffFixture.SHORT, orientation).bytes()));
    }
  }

  @Test
  void aDamagedExifBlockLeavesThePictureAsItIs() throws Exception {
    byte[] jpeg = FormatFixtures.jpeg(blocks());
    byte[] exif = WebpFixture.joined(EXIF, FormatFixtures.exif(ByteOrder.BIG_ENDIAN, 6));
    assertEquals("DA/EB/FC", letters(FormatFixtures.withSegment(jpeg, 0xe1, exif)));
    for (int length = 0; length < 6 + 20; length++) {
      byte[] cut = FormatFixtures.withSegment(jpeg, 0xe1, Arrays.copyOf(exif, length));
      assertEquals("ABC/DEF", letters(cut), "cut to " + length);
    }
    for (int wrong : new int[] {0, 9, 65535}) {
      byte[] block = WebpFixture.joined(EXIF, FormatFixtures.exif(ByteOrder.LITTLE_ENDIAN, wrong));
      assertEquals("ABC/DEF", letters(FormatFixtures.withSegment(jpeg, 0xe1, block)));
    }
    byte[] offset = exif.clone();
    Arrays.fill(offset, 10, 14, (byte) 0xff);
    assertEquals("ABC/DEF", letters(FormatFixtures.withSegment(jpeg, 0xe1, offset)));
  }

  @Test
  void anExifChunkOfPngWithAWrongChecksumIsIgnored() throws Exception {
    byte[] png = FormatFixtures.written("png", blocks());
    byte[] chunk = FormatFixtures.pngChunk("eXIf", FormatFixtures.exif(ByteOrder.BIG_ENDIAN, 6));
    chunk[chunk.length - 1] ^= 1;
    byte[] tagged =
        WebpFixture.joined(Arrays.copyOf(png, 33), chunk, Arrays.copyOfRange(png, 33, png.length));
    assertEquals("ABC/DEF", letters(tagged));
  }
}
