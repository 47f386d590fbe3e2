package dev.winnow.transforms.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {

  private final ImageDecoder decoder = new ImageDecoder(1 << 20, 1 << 20);

  private static byte[] encoded(String format, int type) throws IOException {
    BufferedImage image = new BufferedImage(40, 30, type);
    for (int y = 0; y < 30; y++) {
      for (int x = 0; x < 40; x++) {
        image.setRGB(x, y, new Color(6 * x, 8 * y, (x * y) % 256).getRGB());
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, format, bytes);
    return bytes.toByteArray();
  }

  private String refusal(byte[] bytes) {
    return assertThrows(ImageRejected.class, () -> decoder.decode(bytes)).code();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpeg", "png", "gif", "bmp"})
  void decodesEachFormatInColour(String format) throws Exception {
    byte[] bytes = encoded(format, BufferedImage.TYPE_INT_RGB);
    assertEquals(new ImageHeader(format, 40, 30), ImageHeader.read(bytes));
    RasterImage image = decoder.decode(bytes);
    assertEquals(40, image.width());
    assertEquals(30, image.height());
    assertEquals(3, image.channels());
  }

  @Test
  void greyStaysOneChannelAndKeepsItsSamples() throws Exception {
    BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(0, 0, 0, 7);
    grey.getRaster().setSample(1, 0, 0, 200);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(grey, "png", bytes);
    RasterImage image = decoder.decode(bytes.toByteArray());
    assertEquals(1, image.channels());
    assertArrayEquals(new byte[] {7, (byte) 200}, image.pixels());
  }

  @Test
  void sixteenBitsKeepTheUpperEight() throws Exception {
    BufferedImage deep = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setSample(0, 0, 0, 0xabcd);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(deep, "png", bytes);
    assertArrayEquals(new byte[] {(byte) 0xab}, decoder.decode(bytes.toByteArray()).pixels());
  }

  @Test
  void readsPortableGreyMaps() throws Exception {
    byte[] pgm = "P5\n# a note\n3 1\n255\nabc".getBytes(StandardCharsets.US_ASCII);
    RasterImage image = decoder.decode(pgm);
    assertEquals(3, image.width());
    assertArrayEquals("abc".getBytes(StandardCharsets.US_ASCII), image.pixels());
    assertEquals("truncated", refusal(Arrays.copyOf(pgm, pgm.length - 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpeg", "png"})
  void aFileCutShortIsNeverAnImage(String format) throws Exception {
    byte[] whole = encoded(format, BufferedImage.TYPE_INT_RGB);
    for (int share = 10; share <= 90; share += 20) {
      String code = refusal(Arrays.copyOf(whole, whole.length * share / 100));
      assertEquals(true, code.equals("truncated") || code.equals("corrupt"), share + "%: " + code);
    }
  }

  @Test
  void namesBytesThatAreNotAnImage() {
    assertEquals("empty_file", refusal(new byte[0]));
    assertEquals("not_an_image", refusal("just a text".getBytes(StandardCharsets.US_ASCII)));
    assertEquals(
        "unsupported_format", refusal("0000ftypavif0000".getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void capsAreCheckedBeforePixelsAreDecoded() throws Exception {
    byte[] png = encoded("png", BufferedImage.TYPE_INT_RGB);
    ImageRejected pixels =
        assertThrows(ImageRejected.class, () -> new ImageDecoder(1 << 20, 1199).decode(png));
    assertEquals("image must have at most 1199 pixels, header says 40 x 30", pixels.getMessage());
    assertEquals(
        "too_large",
        assertThrows(ImageRejected.class, () -> new ImageDecoder(10, 10).decode(png)).code());
  }

  @Test
  void aThirtyFiveByteBombIsRefusedByItsHeader() {
    byte[] gif = new byte[35];
    byte[] start = "GIF89a".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(start, 0, gif, 0, 6);
    // An image descriptor of 65535 x 65535 after an empty logical screen.
    gif[13] = 0x2c;
    Arrays.fill(gif, 18, 22, (byte) 0xff);
    String code = refusal(gif);
    assertEquals(true, code.equals("too_many_pixels") || code.equals("corrupt"), code);
  }

  @Test
  void resizingToTheSameSizeChangesNothingAndAConstantStaysConstant() {
    byte[] pixels = new byte[12 * 10];
    Arrays.fill(pixels, (byte) 77);
    RasterImage flat = new RasterImage(12, 10, 1, pixels);
    assertEquals(flat, Resampler.bilinear(flat, 12, 10));
    for (byte value : Resampler.resize(flat, 5, 23, Resampler.Filter.BICUBIC).pixels()) {
      assertEquals(77, value);
    }
  }

  @Test
  void halvingAveragesUnderTheTriangle() {
    RasterImage four = new RasterImage(4, 1, 1, new byte[] {0, 0, 100, 100});
    // Weights 3, 3, 1 of the first three pixels, and mirrored: 100 / 7 and 600 / 7.
    assertArrayEquals(new byte[] {14, 86}, Resampler.bilinear(four, 2, 1).pixels());
  }

  @Test
  void aThumbnailIsAJpegThatIsNeverEnlarged() throws Exception {
    RasterImage small = new RasterImage(20, 10, 3, new byte[600]);
    assertEquals(new ImageHeader("jpeg", 20, 10), ImageHeader.read(Thumbnails.jpeg(small, 160)));
    assertEquals(new ImageHeader("jpeg", 8, 4), ImageHeader.read(Thumbnails.jpeg(small, 8)));
  }
}
