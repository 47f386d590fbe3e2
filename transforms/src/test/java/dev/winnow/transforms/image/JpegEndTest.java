package dev.winnow.transforms.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Set;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JPEG files that end without an end marker. */
class JpegEndTest {

  private final ImageDecoder decoder = new ImageDecoder(1 << 20, 1 << 20);

  private static byte[] jpeg(String kind) throws Exception {
    boolean grey = kind.endsWith("grey");
    BufferedImage image =
        FormatFixtures.gradient(grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (kind.startsWith("progressive")) {
        param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static byte[] cut(byte[] jpeg, int bytes) {
    return Arrays.copyOf(jpeg, jpeg.length - bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseline", "baseline grey", "progressive", "progressive grey"})
  void aFileThatLacksOnlyItsEndMarkerIsReadLikeTheWholeFile(String kind) throws Exception {
    byte[] whole = jpeg(kind);
    assertEquals((byte) 0xd9, whole[whole.length - 1]);
    ExaminedImage expected = decoder.examine(whole);
    for (byte[] file :
        new byte[][] {
          cut(whole, 2),
          cut(whole, 1),
          WebpFixture.joined(cut(whole, 2), new byte[40]),
          WebpFixture.joined(cut(whole, 2), new byte[] {13, 10})
        }) {
      ExaminedImage image = decoder.examine(file);
      assertArrayEquals(expected.image().pixels(), image.image().pixels());
      assertEquals(expected.pixelsSha256(), image.pixelsSha256());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseline", "baseline grey", "progressive", "progressive grey"})
  void aFileThatLacksMoreIsRefusedAtEveryByte(String kind) throws Exception {
    byte[] whole = jpeg(kind);
    byte[] pixels = decoder.decode(whole).pixels();
    int equal = 0;
    for (int bytes = 3; bytes < whole.length - 20; bytes++) {
      try {
        // Only bits that pad the last byte can be absent without a difference.
        assertArrayEquals(pixels, decoder.decode(cut(whole, bytes)).pixels(), "cut by " + bytes);
        equal++;
      } catch (ImageRejected e) {
        assertTrue(Set.of("truncated", "corrupt").contains(e.code()), e.getMessage());
      }
    }
    assertTrue(equal <= 1, "equal for " + equal);
  }

  @Test
  void aProgressiveFileThatEndsBetweenTwoScansIsTruncated() throws Exception {
    byte[] whole = jpeg("progressive");
    int scans = 0;
    for (int at = 2; at + 1 < whole.length; at++) {
      if (whole[at] == (byte) 0xff && whole[at + 1] == (byte) 0xda && scans++ > 0) {
        byte[] before = Arrays.copyOf(whole, at);
        assertEquals(
            "truncated", assertThrows(ImageRejected.class, () -> decoder.decode(before)).code());
      }
    }
    assertTrue(scans > 5, "scans " + scans);
  }
}
