package dev.winnow.transforms.image;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import com.luciad.imageio.webp.WebPImageWriterSpi;
import com.luciad.imageio.webp.WebPWriteParam;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes WebP files: a native encoder makes the bit streams, and this class the chunks around them.
 */
final class WebpFixture {

  static byte[] lossless(BufferedImage image) throws IOException {
    return written(image, "Lossless", 1);
  }

  static byte[] lossy(BufferedImage image, float quality) throws IOException {
    return written(image, "Lossy", quality);
  }

  private static byte[] written(BufferedImage image, String type, float quality)
      throws IOException {
    ImageWriter writer = new WebPImageWriterSpi().createWriterInstance();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      WebPWriteParam param = new WebPWriteParam(Locale.ROOT);
      param.setCompressionMode(WebPWriteParam.MODE_EXPLICIT);
      param.setCompressionType(type);
      param.setCompressionQuality(quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** Decodes a file to RGB samples by the native reference library of the format. */
  static byte[] reference(byte[] file) throws IOException {
    ImageReader reader = new WebPImageReaderSpi().createReaderInstance();
    try (ImageInputStream in = ImageHeader.stream(file)) {
      reader.setInput(in);
      return Samples.of(reader.read(0)).colours().high();
    } finally {
      reader.dispose();
    }
  }

  /** Returns the chunk of the picture in a file, with its head. */
  static byte[] picture(byte[] file) throws ImageRejected {
    WebpFile chunks = WebpFile.read(file);
    return padded(Arrays.copyOfRange(file, chunks.start(), chunks.end()));
  }

  static byte[] chunk(String id, byte[]... parts) {
    byte[] data = joined(parts);
    return padded(joined(ascii(id), number(data.length, 4), data));
  }

  /**
   * Writes an extended file; flags are 2 for an animation, 8 for Exif, 16 for alpha, 32 for a
   * profile.
   */
  static byte[] extended(int flags, int width, int height, byte[]... chunks) {
    byte[] canvas =
        chunk(
            "VP8X",
            new byte[] {(byte) flags, 0, 0, 0},
            number(width - 1, 3),
            number(height - 1, 3));
    byte[] body = joined(ascii("WEBP"), canvas, joined(chunks));
    return joined(ascii("RIFF"), number(body.length, 4), body);
  }

  /** Writes a frame at an even position of the canvas, shown for 100 ms. */
  static byte[] frame(int x, int y, int width, int height, byte[] picture) {
    return chunk(
        "ANMF",
        number(x / 2, 3),
        number(y / 2, 3),
        number(width - 1, 3),
        number(height - 1, 3),
        number(100, 3),
        new byte[1],
        picture);
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] padded(byte[] chunk) {
    return Arrays.copyOf(chunk, chunk.length + chunk.length % 2);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] number(int value, int size) {
    byte[] four = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    return Arrays.copyOf(four, size);
  }

  private WebpFixture() {}
}
