package dev.winnow.transforms.image;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Digest of the visible pixels instead of the file: equal pixels have equal digests in every file
 * format.
 */
public final class PixelDigest {

  /** Pixels per step, so that a grey image needs no full copy in colour. */
  private static final int STEP = 4096;

  /**
   * Returns the hex sha256 of width and height (big-endian, 32 bits each) and of the pixels as
   * 8-bit RGB, row by row. A grey image has the digest of the colour image with three equal
   * channels.
   */
  public static String sha256(RasterImage image) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    digest.update(ByteBuffer.allocate(8).putInt(image.width()).putInt(image.height()).array());
    byte[] pixels = image.pixels();
    if (image.channels() == 3) {
      digest.update(pixels);
    } else {
      byte[] colours = new byte[3 * STEP];
      for (int from = 0; from < pixels.length; from += STEP) {
        int n = Math.min(STEP, pixels.length - from);
        for (int i = 0; i < n; i++) {
          byte grey = pixels[from + i];
          colours[3 * i] = grey;
          colours[3 * i + 1] = grey;
          colours[3 * i + 2] = grey;
        }
        digest.update(colours, 0, 3 * n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private PixelDigest() {}
}
