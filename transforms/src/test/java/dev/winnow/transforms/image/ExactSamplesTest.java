package dev.winnow.transforms.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files are equal by their pixels only if every sample that they hold is equal. */
class ExactSamplesTest {

  private final ImageDecoder decoder = new ImageDecoder(1 << 20, 1 << 16);

  private String digest(byte[] file) throws ImageRejected {
    return decoder.examine(file).pixelsSha256();
  }

  private static BufferedImage flat(int width, int height, int rgb) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, rgb);
    }
    return image;
  }

  @Test
  void theSamePictureInEveryLosslessFormatIsEqual() throws Exception {
    BufferedImage picture = FormatFixtures.gradient(BufferedImage.TYPE_INT_RGB);
    String png = digest(FormatFixtures.written("png", picture));
    assertEquals(png, digest(FormatFixtures.written("bmp", picture)));
    assertEquals(png, digest(FormatFixtures.compressed("tiff", picture, "LZW")));
    assertEquals(png, digest(WebpFixture.lossless(picture)));
  }

  @Test
  void theSameOpacityInEveryFormatIsEqualAndOtherOpacityIsNot() throws Exception {
    BufferedImage picture = FormatFixtures.gradient(BufferedImage.TYPE_INT_ARGB);
    picture.setRGB(3, 4, 0x80102030);
    String png = digest(FormatFixtures.written("png", picture));
    assertEquals(png, digest(FormatFixtures.compressed("tiff", picture, "LZW")));
    assertEquals(png, digest(WebpFixture.lossless(picture)));
    picture.setRGB(3, 4, 0x81102030);
    assertNotEquals(png, digest(FormatFixtures.written("png", picture)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "tiff", "webp"})
  void coloursBelowTransparentPixelsCount(String format) throws Exception {
    BufferedImage picture = FormatFixtures.gradient(BufferedImage.TYPE_INT_ARGB);
    picture.setRGB(3, 4, 0x00102030);
    byte[] one = written(format, picture);
    picture.setRGB(3, 4, 0x00102031);
    byte[] other = written(format, picture);
    // The native encoder of WebP may clear colours that nobody sees.
    assertEquals(
        format.equals("webp") && Arrays.equals(one, other), digest(one).equals(digest(other)));
  }

  private static byte[] written(String format, BufferedImage picture) throws Exception {
    return format.equals("webp")
        ? WebpFixture.lossless(picture)
        : FormatFixtures.written(format, picture);
  }

  /** Returns a GIF of two frames of 2 x 1: red and blue, then two colours by their codes. */
  private static byte[] gif(String second, int delay) {
    String screen = "474946383961" + "02000100" + "910000" + "ff0000" + "0000ff" + "000000000000";
    String control = "21f904" + "00" + HexFormat.of().toHexDigits((byte) delay) + "000000";
    String place = "2c" + "00000000" + "02000100" + "00" + "02";
    return HexFormat.of()
        .parseHex(screen + control + place + "02440a00" + control + place + second + "00" + "3b");
  }

  @Test
  void gifsAreEqualOnlyIfAllFramesAndTimesAre() throws Exception {
    String one = digest(gif("020c0a", 10));
    assertEquals(one, digest(gif("020c0a", 10)));
    assertNotEquals(one, digest(gif("02440a", 10)));
    assertNotEquals(one, digest(gif("020c0a", 11)));
    byte[] comment = gif("020c0a", 10);
    byte[] block = HexFormat.of().parseHex("21fe03" + "616263" + "00" + "3b");
    byte[] noted = WebpFixture.joined(Arrays.copyOf(comment, comment.length - 1), block);
    assertEquals(one, digest(noted));
  }

  @Test
  void aGifThatEndsInItsSecondFrameIsAcceptedAndEqualsNoOther() throws Exception {
    byte[] whole = gif("020c0a", 10);
    byte[] cut = Arrays.copyOf(whole, whole.length - 4);
    byte[] shorter = Arrays.copyOf(whole, whole.length - 5);
    assertNotEquals(digest(whole), digest(cut));
    assertNotEquals(digest(cut), digest(shorter));
    assertEquals(digest(cut), digest(cut.clone()));
  }

  /** Returns an APNG of two frames of 1 x 1, of which the first one is the still picture. */
  private static byte[] apng(int second, int delay) throws Exception {
    byte[] still = FormatFixtures.png(1, 1, 8, 0, new byte[] {0, 50});
    byte[] frame = FormatFixtures.png(1, 1, 8, 0, new byte[] {0, (byte) second});
    byte[] data = Arrays.copyOfRange(frame, 41, frame.length - 16);
    return WebpFixture.joined(
        Arrays.copyOf(still, 33),
        FormatFixtures.pngChunk("acTL", new byte[] {0, 0, 0, 2, 0, 0, 0, 0}),
        control(0, delay),
        Arrays.copyOfRange(still, 33, still.length - 12),
        control(1, delay),
        FormatFixtures.pngChunk("fdAT", WebpFixture.joined(new byte[] {0, 0, 0, 2}, data)),
        FormatFixtures.pngChunk("IEND", new byte[0]));
  }

  private static byte[] control(int number, int delay) throws Exception {
    byte[] control =
        ByteBuffer.allocate(26)
            .putInt(number)
            .putInt(1)
            .putInt(1)
            .putInt(0)
            .putInt(0)
            .putShort((short) delay)
            .putShort((short) 100)
            .array();
    return FormatFixtures.pngChunk("fcTL", control);
  }

  @Test
  void animatedPngsAreEqualOnlyIfAllFramesAndTimesAre() throws Exception {
    String one = digest(apng(60, 10));
    assertEquals(one, digest(apng(60, 10)));
    assertNotEquals(one, digest(apng(61, 10)));
    assertNotEquals(one, digest(apng(60, 11)));
    assertNotEquals(one, digest(FormatFixtures.png(1, 1, 8, 0, new byte[] {0, 50})));
  }

  @Test
  void animatedWebpsAreEqualOnlyIfAllFramesAre() throws Exception {
    byte[] first = WebpFixture.picture(WebpFixture.lossless(flat(40, 30, 0x102030)));
    byte[] second = WebpFixture.picture(WebpFixture.lossless(flat(40, 30, 0x102031)));
    byte[] one = WebpFixture.frame(0, 0, 40, 30, first);
    byte[] two = WebpFixture.frame(0, 0, 40, 30, second);
    byte[] moved = WebpFixture.frame(2, 0, 40, 30, first);
    String same = digest(WebpFixture.extended(2, 60, 50, one, one));
    assertEquals(same, digest(WebpFixture.extended(2, 60, 50, one, one)));
    assertNotEquals(same, digest(WebpFixture.extended(2, 60, 50, one, two)));
    assertNotEquals(same, digest(WebpFixture.extended(2, 60, 50, one, moved)));
    assertNotEquals(same, digest(WebpFixture.extended(2, 60, 50, one)));
  }

  private static byte[] pages(String compression, int... colours) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionType(compression);
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (int colour : colours) {
        writer.writeToSequence(new IIOImage(flat(20, 10, colour), null, null), param);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  @Test
  void tiffsAreEqualOnlyIfAllPagesAreByWhateverCompression() throws Exception {
    String two = digest(pages("LZW", 1, 2));
    assertEquals(two, digest(pages("Deflate", 1, 2)));
    assertNotEquals(two, digest(pages("LZW", 1, 3)));
    assertNotEquals(two, digest(pages("LZW", 1)));
    assertNotEquals(two, digest(pages("LZW", 1, 2, 2)));
  }

  @Test
  void pagesAboveTheCapOfPixelsAreNotDecodedAndTheFileEqualsNoOther() throws Exception {
    ImageDecoder small = new ImageDecoder(1 << 20, 300);
    ExaminedImage lzw = small.examine(pages("LZW", 1, 2));
    assertEquals(20, lzw.image().width());
    assertNotEquals(lzw.pixelsSha256(), small.examine(pages("Deflate", 1, 2)).pixelsSha256());
    assertEquals(lzw.pixelsSha256(), small.examine(pages("LZW", 1, 2)).pixelsSha256());
  }

  @Test
  void inksThatGiveOneColourAreNotEqual() throws Exception {
    // Black ink covers the others.
    byte[] one = FormatFixtures.fourComponents(200, 100, 50, 0);
    byte[] other = FormatFixtures.fourComponents(100, 200, 50, 0);
    assertEquals(
        PixelDigest.sha256(decoder.decode(one)), PixelDigest.sha256(decoder.decode(other)));
    assertNotEquals(digest(one), digest(other));
    TiffFixture ink =
        new TiffFixture(ByteOrder.LITTLE_ENDIAN, 1, 1, 8, 4, 5, new int[] {1, 2, 3, 255});
    TiffFixture inks =
        new TiffFixture(ByteOrder.LITTLE_ENDIAN, 1, 1, 8, 4, 5, new int[] {3, 2, 1, 255});
    assertNotEquals(digest(ink.bytes()), digest(inks.bytes()));
  }

  @Test
  void samplesThatDoNotShowCount() throws Exception {
    int[] depth = {1, 2, 3, 200, 4, 5, 6, 100};
    byte[] one = new TiffFixture(ByteOrder.LITTLE_ENDIAN, 2, 1, 8, 4, 2, depth).bytes();
    depth[7] = 101;
    byte[] other = new TiffFixture(ByteOrder.LITTLE_ENDIAN, 2, 1, 8, 4, 2, depth).bytes();
    assertEquals(
        PixelDigest.sha256(decoder.decode(one)), PixelDigest.sha256(decoder.decode(other)));
    assertNotEquals(digest(one), digest(other));
  }

  @Test
  void theFourthByteOfABitmapCountsUnlessItSaysNothing() throws Exception {
    byte[] plain = bitmap(0, 0);
    assertEquals(digest(plain), digest(bitmap(255, 255)));
    assertNotEquals(digest(plain), digest(bitmap(0, 255)));
    assertNotEquals(digest(bitmap(0, 254)), digest(bitmap(0, 255)));
  }

  private static byte[] bitmap(int first, int second) {
    return ByteBuffer.allocate(62)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {'B', 'M'})
        .putInt(62)
        .putInt(0)
        .putInt(54)
        .putInt(40)
        .putInt(2)
        .putInt(1)
        .putShort((short) 1)
        .putShort((short) 32)
        .putInt(0)
        .putInt(8)
        .putLong(0)
        .putLong(0)
        .put(new byte[] {1, 2, 3, (byte) first, 4, 5, 6, (byte) second})
        .array();
  }

  @Test
  void picturesBehindTheFirstOneCount() throws Exception {
    byte[] jpeg = FormatFixtures.jpeg(flat(16, 16, 0x808080));
    byte[] second = FormatFixtures.jpeg(flat(8, 8, 0x101010));
    byte[] other = FormatFixtures.jpeg(flat(8, 8, 0xf0f0f0));
    String alone = digest(jpeg);
    assertNotEquals(alone, digest(WebpFixture.joined(jpeg, second)));
    assertNotEquals(
        digest(WebpFixture.joined(jpeg, second)), digest(WebpFixture.joined(jpeg, other)));
    assertEquals(alone, digest(WebpFixture.joined(jpeg, new byte[9])));
    byte[] grey = "P5 1 1 255 a".getBytes(StandardCharsets.US_ASCII);
    byte[] two = "P5 1 1 255 aP5 1 1 255 b".getBytes(StandardCharsets.US_ASCII);
    assertNotEquals(digest(grey), digest(two));
  }

  @Test
  void aProfileThatGivesTwoColoursOneLookMakesNoneEqual() throws Exception {
    byte[] profile =
        ((ICC_ColorSpace) ColorSpace.getInstance(ColorSpace.CS_LINEAR_RGB)).getProfile().getData();
    byte[] head = "ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1);
    byte[] segment =
        FormatFixtures.withSegment(new byte[2], 0xe2, WebpFixture.joined(head, profile));
    String[] digests = new String[2];
    String[] looks = new String[2];
    // Linear light of 254 and of 255 is 255 in sRGB.
    for (int i = 0; i < 2; i++) {
      byte[] jpeg = FormatFixtures.jpeg(flat(8, 8, i == 0 ? 0xffffff : 0xfefefe));
      byte[] tagged =
          WebpFixture.joined(
              Arrays.copyOf(jpeg, 20),
              Arrays.copyOfRange(segment, 2, segment.length),
              Arrays.copyOfRange(jpeg, 20, jpeg.length));
      digests[i] = digest(tagged);
      looks[i] = PixelDigest.sha256(decoder.decode(tagged));
    }
    assertEquals(looks[0], looks[1]);
    assertNotEquals(digests[0], digests[1]);
  }

  @Test
  void aDigestSaysNothingAboutTheFormatOfTheFile() throws Exception {
    assertTrue(digest(gif("020c0a", 10)).matches("[0-9a-f]{64}"));
  }
}
