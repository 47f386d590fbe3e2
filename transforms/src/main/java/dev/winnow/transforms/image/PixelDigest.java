package dev.winnow.transforms.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Digest of all samples of a picture instead of its file: equal pictures have equal digests in
 * every file format. Pictures that differ in a bit of a sample, in opacity or in a sample that does
 * not show have different ones.
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
    return sha256(Picture.opaque(image));
  }

  /**
   * Returns the hex sha256 of a picture. It is that of its 8-bit RGB if nothing else is in it: if
   * each lower byte repeats its upper byte and all pixels are opaque. Otherwise lower bytes,
   * opacity and hidden samples follow, each behind its name.
   */
  static String sha256(Picture picture) {
    return hex(digest(picture));
  }

  /** Adds the digest of a picture to a digest of several. */
  static void update(MessageDigest all, Picture picture) {
    all.update(digest(picture).digest());
  }

  /** Returns a digest that only a file of equal bytes has. */
  static String ofFile(byte[] bytes) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    name(digest, "file");
    digest.update(bytes);
    return hex(digest);
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest(Picture picture) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    Plane colours = picture.colours();
    digest.update(ByteBuffer.allocate(8).putInt(colours.width()).putInt(colours.height()).array());
    rgb(digest, colours.high(), colours.channels());
    if (colours.low() != null) {
      name(digest, "low");
      rgb(digest, colours.low(), colours.channels());
    }
    Plane alpha = picture.alpha();
    if (alpha != null && !alpha.isAll(65535)) {
      name(digest, picture.premultiplied() ? "multiplied" : "alpha");
      plane(digest, alpha);
    }
    if (picture.hidden() != null) {
      name(digest, "hidden");
      plane(digest, picture.hidden());
    }
    if (picture.further() != null) {
      name(digest, "further");
      digest.update(picture.further());
    }
    return digest;
  }

  private static void plane(MessageDigest digest, Plane plane) {
    digest.update((byte) plane.channels());
    digest.update(plane.high());
    if (plane.low() != null) {
      name(digest, "low");
      digest.update(plane.low());
    }
  }

  private static void name(MessageDigest digest, String name) {
    digest.update(name.getBytes(StandardCharsets.US_ASCII));
    digest.update((byte) 0);
  }

  private static void rgb(MessageDigest digest, byte[] pixels, int channels) {
    if (channels == 3) {
      digest.update(pixels);
      return;
    }
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

  private PixelDigest() {}
}
