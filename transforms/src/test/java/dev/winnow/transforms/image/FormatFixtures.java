package dev.winnow.transforms.image;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Makes files of the formats that the platform writes, and parts of files that it can't write. */
final class FormatFixtures {

  /** Draws a picture with a different colour at almost every pixel. */
  static BufferedImage gradient(int type) {
    BufferedImage image = new BufferedImage(40, 30, type);
    for (int y = 0; y < 30; y++) {
      for (int x = 0; x < 40; x++) {
        image.setRGB(x, y, new Color(6 * x, 8 * y, (x * y) % 256).getRGB());
      }
    }
    return image;
  }

  static byte[] written(String format, BufferedImage image) throws IOException {
    return written(format, new IIOImage(image, null, null), null, 0);
  }

  static byte[] compressed(String format, BufferedImage image, String type) throws IOException {
    return written(format, new IIOImage(image, null, null), type, -1);
  }

  /** Writes a JPEG at the best quality, so that a flat block of 8 x 8 keeps its value. */
  static byte[] jpeg(BufferedImage image) throws IOException {
    return written("jpeg", new IIOImage(image, null, null), "JPEG", 1);
  }

  /** Writes a JPEG of 16 x 8 with four components, which the writer stores unchanged. */
  static byte[] fourComponents(int... values) throws IOException {
    WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 8, 4, null);
    for (int i = 0; i < 16 * 8; i++) {
      raster.setPixel(i % 16, i / 16, values);
    }
    return written("jpeg", new IIOImage(raster, null, null), "JPEG", 1);
  }

  private static byte[] written(String format, IIOImage image, String type, float quality)
      throws IOException {
    ImageWriter writer =
        image.hasRaster()
            ? ImageIO.getImageWritersByFormatName(format).next()
            : ImageIO.getImageWriters(
                    ImageTypeSpecifier.createFromRenderedImage(image.getRenderedImage()), format)
                .next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (type != null) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionType(type);
        if (quality >= 0) {
          param.setCompressionQuality(quality);
        }
      }
      writer.setOutput(out);
      writer.write(null, image, param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** Adds a segment to a JPEG, directly after its start. */
  static byte[] withSegment(byte[] jpeg, int marker, byte[] data) {
    byte[] head = {
      (byte) 0xff, (byte) marker, (byte) (data.length + 2 >> 8), (byte) (data.length + 2)
    };
    return WebpFixture.joined(
        Arrays.copyOf(jpeg, 2), head, data, Arrays.copyOfRange(jpeg, 2, jpeg.length));
  }

  /** Adds the Adobe segment: version, two flags of 16 bits, the transform. */
  static byte[] withAdobe(byte[] jpeg, int transform) {
    return withSegment(
        jpeg, 0xee, new byte[] {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform});
  }

  /** Writes a PNG from its filtered rows; the chunks stand between header and data. */
  static byte[] png(int width, int height, int bits, int colour, byte[] rows, byte[]... chunks)
      throws IOException {
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) bits)
            .put((byte) colour)
            .array();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(rows);
    }
    return WebpFixture.joined(
        new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10},
        pngChunk("IHDR", header),
        WebpFixture.joined(chunks),
        pngChunk("IDAT", packed.toByteArray()),
        pngChunk("IEND", new byte[0]));
  }

  static byte[] pngChunk(String type, byte[] data) throws IOException {
    byte[] named = WebpFixture.joined(type.getBytes(StandardCharsets.US_ASCII), data);
    CRC32 crc = new CRC32();
    crc.update(named);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(data.length);
    out.write(named);
    out.writeInt((int) crc.getValue());
    return bytes.toByteArray();
  }

  /** Returns an Exif block with only the orientation, beginning at its byte order mark. */
  static byte[] exif(ByteOrder order, int orientation) {
    byte mark = (byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M');
    return ByteBuffer.allocate(26)
        .order(order)
        .put(mark)
        .put(mark)
        .putShort((short) 42)
        .putInt(8)
        .putShort((short) 1)
        .putShort((short) 274)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) orientation)
        .array();
  }

  private FormatFixtures() {}
}
