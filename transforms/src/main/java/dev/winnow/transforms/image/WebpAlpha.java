package dev.winnow.transforms.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Chunk ALPH of a WebP file: opacity of a lossy picture, either raw or as a lossless picture
 * without its header, each sample as the difference to a prediction.
 */
final class WebpAlpha {

  private static final int NONE = 0;
  private static final int HORIZONTAL = 1;
  private static final int VERTICAL = 2;

  /**
   * Reads the opacity.
   *
   * @param start offset of the chunk's data
   * @param end offset after them
   * @throws ImageRejected with code truncated or corrupt if the data are damaged or too short
   */
  static Plane read(byte[] bytes, int start, int end, int width, int height) throws ImageRejected {
    if (end <= start) {
      throw new ImageRejected(ImageRejected.TRUNCATED, "webp alpha must hold a header");
    }
    byte[] alpha;
    switch (bytes[start] & 3) {
      case 0 -> alpha = raw(bytes, start + 1, end, width, height);
      case 1 -> alpha = lossless(bytes, start + 1, end, width, height);
      default ->
          throw new ImageRejected(
              ImageRejected.CORRUPT,
              "webp alpha must be raw (0) or lossless (1), got " + (bytes[start] & 3));
    }
    restore(alpha, width, bytes[start] >> 2 & 3);
    return new Plane(width, height, 1, alpha, null);
  }

  private static byte[] raw(byte[] bytes, int start, int end, int width, int height)
      throws ImageRejected {
    byte[] alpha = new byte[width * height];
    if (end - start < alpha.length) {
      throw new ImageRejected(
          ImageRejected.TRUNCATED,
          "webp alpha must hold " + alpha.length + " bytes, got " + (end - start));
    }
    System.arraycopy(bytes, start, alpha, 0, alpha.length);
    return alpha;
  }

  /** Decodes the stream behind the header that a lossless picture of this size would have. */
  private static byte[] lossless(byte[] bytes, int start, int end, int width, int height)
      throws ImageRejected {
    if (width > 1 << 14 || height > 1 << 14) {
      throw new ImageRejected(
          ImageRejected.CORRUPT,
          "webp alpha must have sides of at most 16384, got " + width + " x " + height);
    }
    int length = end - start + 5;
    ByteBuffer file = ByteBuffer.allocate(20 + length).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(12 + length);
    file.put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII)).putInt(length);
    file.put((byte) 0x2f).putInt(width - 1 | height - 1 << 14).put(bytes, start, end - start);
    // The green samples are the opacity.
    return Samples.bands(PixelReader.webp(file.array(), true).getRaster(), 1, 1).high();
  }

  private static void restore(byte[] alpha, int width, int filter) {
    if (filter == NONE) {
      return;
    }
    for (int i = 1; i < alpha.length; i++) {
      int x = i % width;
      int left = x > 0 ? alpha[i - 1] & 0xff : 0;
      int above = i >= width ? alpha[i - width] & 0xff : 0;
      int predicted;
      if (i < width) {
        predicted = left;
      } else if (x == 0) {
        predicted = above;
      } else if (filter == HORIZONTAL) {
        predicted = left;
      } else if (filter == VERTICAL) {
        predicted = above;
      } else {
        int corner = alpha[i - width - 1] & 0xff;
        predicted = Math.max(0, Math.min(255, left + above - corner));
      }
      alpha[i] += (byte) predicted;
    }
  }

  private WebpAlpha() {}
}
