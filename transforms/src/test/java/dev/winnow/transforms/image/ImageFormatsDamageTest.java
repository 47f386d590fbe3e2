package dev.winnow.transforms.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImageFormatsDamageTest {

  private static final Map<String, byte[]> FILES = new LinkedHashMap<>();

  private final ImageDecoder decoder = new ImageDecoder(1 << 20, 1 << 20);

  @BeforeAll
  static void files() throws Exception {
    BufferedImage rgb = FormatFixtures.gradient(BufferedImage.TYPE_INT_RGB);
    BufferedImage palette = FormatFixtures.gradient(BufferedImage.TYPE_BYTE_INDEXED);
    FILES.put("jpeg", FormatFixtures.jpeg(rgb));
    FILES.put(
        "jpeg-ycck", FormatFixtures.withAdobe(FormatFixtures.fourComponents(100, 90, 160, 200), 2));
    FILES.put("png", FormatFixtures.written("png", rgb));
    FILES.put("png-palette", FormatFixtures.written("png", palette));
    FILES.put("gif", FormatFixtures.written("gif", palette));
    FILES.put("bmp", FormatFixtures.written("bmp", rgb));
    FILES.put("bmp-rle", FormatFixtures.compressed("bmp", palette, "BI_RLE8"));
    for (String type : new String[] {"LZW", "Deflate", "PackBits", "JPEG", "ZLib"}) {
      FILES.put("tiff-" + type, FormatFixtures.compressed("tiff", rgb, type));
    }
    BufferedImage bilevel = FormatFixtures.gradient(BufferedImage.TYPE_BYTE_BINARY);
    FILES.put("tiff-CCITT", FormatFixtures.compressed("tiff", bilevel, "CCITT T.6"));
    int[] samples = new Random(1).ints(40 * 30 * 3, 0, 1 << 12).toArray();
    FILES.put("tiff-12", new TiffFixture(ByteOrder.BIG_ENDIAN, 40, 30, 12, 3, 2, samples).bytes());
    byte[] lossless = WebpFixture.lossless(rgb);
    FILES.put("webp-lossless", lossless);
    FILES.put("webp-lossy", WebpFixture.lossy(rgb, 0.8f));
    byte[] frame = WebpFixture.frame(0, 0, 40, 30, WebpFixture.picture(lossless));
    byte[] exif = WebpFixture.chunk("EXIF", FormatFixtures.exif(ByteOrder.BIG_ENDIAN, 6));
    FILES.put("webp-animated", WebpFixture.extended(2 + 8, 60, 50, frame, frame, exif));
  }

  static Stream<String> names() {
    return FILES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void aFileCutAnywhereIsRefusedOrGivesTheWholePicture(String name) throws Exception {
    byte[] whole = FILES.get(name);
    RasterImage picture = decoder.decode(whole);
    int refused = 0;
    int step = Math.max(1, whole.length / 300);
    for (int length = 0; length < whole.length; length += step) {
      try {
        RasterImage image = decoder.decode(Arrays.copyOf(whole, length));
        assertArrayEquals(picture.pixels(), image.pixels(), name + " cut to " + length);
      } catch (ImageRejected e) {
        refused++;
        assertTrue(
            length <= 14 || Set.of("truncated", "corrupt").contains(e.code()),
            name + " cut to " + length + ": " + e.code() + ", " + e.getMessage());
      }
    }
    assertTrue(refused > 200 || refused == whole.length, name + ": " + refused);
  }

  @ParameterizedTest
  @MethodSource("names")
  void aFileWithWrongBytesIsDecodedOrRefusedAndNothingElse(String name) {
    byte[] whole = FILES.get(name);
    Random random = new Random(7);
    for (int round = 0; round < 250; round++) {
      byte[] wrong = whole.clone();
      int flips = 1 + random.nextInt(4);
      for (int i = 0; i < flips; i++) {
        // Half of the changes are near the start or the end, where headers and directories are.
        int reach = random.nextBoolean() ? wrong.length : Math.min(wrong.length, 200);
        int at = random.nextInt(reach);
        wrong[random.nextBoolean() ? at : wrong.length - 1 - at] = (byte) random.nextInt(256);
      }
      try {
        ImageHeader header = ImageHeader.read(wrong);
        RasterImage image = decoder.decode(wrong);
        assertEquals(header.width(), image.width());
        assertEquals(header.height(), image.height());
      } catch (ImageRejected e) {
        assertTrue(e.getMessage() != null && !e.code().isEmpty());
      }
    }
  }

  @Test
  void aJpegOfThousandsOfScansIsRefusedBeforeAnyIsDecoded() throws Exception {
    byte[] jpeg = FormatFixtures.jpeg(FormatFixtures.gradient(BufferedImage.TYPE_INT_RGB));
    int frame = 2;
    while (jpeg[frame + 1] != (byte) 0xc0) {
      frame += 2 + ((jpeg[frame + 2] & 0xff) << 8 | jpeg[frame + 3] & 0xff);
    }
    jpeg[frame + 1] = (byte) 0xc2;
    byte[] scan = {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 0, 0, 0, 0};
    byte[] scans = new byte[501 * scan.length];
    for (int i = 0; i < scans.length; i++) {
      scans[i] = scan[i % scan.length];
    }
    byte[] bomb = WebpFixture.joined(Arrays.copyOf(jpeg, jpeg.length - 2), scans);
    ImageRejected refused = assertThrows(ImageRejected.class, () -> decoder.decode(bomb));
    assertEquals("JPEG must have at most 500 scans, got more", refused.getMessage());
  }

  @Test
  void onlyTheChunksOfThePixelsOfAPngReachItsReader() throws Exception {
    byte[] bomb = new byte[4 << 20];
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    packed.writeBytes(new byte[] {'x', 0, 0});
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(bomb);
    }
    byte[] colours = FormatFixtures.pngChunk("PLTE", new byte[] {1, 2, 3});
    byte[] row = {0, 0};
    byte[] plain = FormatFixtures.png(1, 1, 8, 3, row, colours);
    byte[] text = FormatFixtures.pngChunk("zTXt", packed.toByteArray());
    byte[] profile = FormatFixtures.pngChunk("iCCP", packed.toByteArray());
    byte[] png = FormatFixtures.png(1, 1, 8, 3, row, text, profile, colours);
    assertArrayEquals(plain, PngFile.read(png, 1).first());
    assertArrayEquals(new byte[] {1, 2, 3}, decoder.decode(png).pixels());
    // A profile that claims two GiB ends the file.
    ByteBuffer.wrap(profile).putInt(0x7fffffff);
    byte[] claim = FormatFixtures.png(1, 1, 8, 3, row, colours, profile);
    assertEquals(
        "truncated", assertThrows(ImageRejected.class, () -> decoder.decode(claim)).code());
  }

  @Test
  void aPictureInsideAnotherIsBoundedByTheOuterOne() throws Exception {
    byte[] bmp = FILES.get("bmp").clone();
    bmp[30] = 5;
    assertEquals(
        "unsupported_format", assertThrows(ImageRejected.class, () -> decoder.decode(bmp)).code());
    byte[] tiff = FILES.get("tiff-JPEG").clone();
    assertEquals(40, decoder.decode(tiff).width());
    for (int i = 0; i + 9 < tiff.length; i++) {
      if (tiff[i] == (byte) 0xff && tiff[i + 1] == (byte) 0xc0) {
        ByteBuffer.wrap(tiff).putShort(i + 5, (short) 30000).putShort(i + 7, (short) 30000);
      }
    }
    ImageRejected refused = assertThrows(ImageRejected.class, () -> decoder.decode(tiff));
    assertEquals(
        "a tiff's JPEG must be about as large as the picture, got 30000 x 30000",
        refused.getMessage());
  }
}
