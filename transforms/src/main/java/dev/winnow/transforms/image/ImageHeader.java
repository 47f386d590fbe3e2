package dev.winnow.transforms.image;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * What the first bytes of an image say, with no pixel decoded.
 *
 * @param format jpeg, png, gif, bmp or pnm
 * @param width columns, as the header announces them
 * @param height rows, as the header announces them
 */
public record ImageHeader(String format, int width, int height) {

  /**
   * Reads the header.
   *
   * @throws ImageRejected with one of its codes
   */
  public static ImageHeader read(byte[] bytes) throws ImageRejected {
    if (bytes.length == 0) {
      throw new ImageRejected(ImageRejected.EMPTY_FILE, "file must not be empty, got 0 bytes");
    }
    String format = format(bytes);
    if (format.equals("pnm")) {
      return NetPbm.header(bytes);
    }
    ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
    try (ImageInputStream in = stream(bytes)) {
      reader.setInput(in, true, true);
      return new ImageHeader(format, reader.getWidth(0), reader.getHeight(0));
    } catch (EOFException e) {
      throw new ImageRejected(ImageRejected.TRUNCATED, "header of " + format + " ends early", e);
    } catch (IOException | RuntimeException e) {
      throw damaged(format + " header", bytes, e);
    } finally {
      reader.dispose();
    }
  }

  static ImageInputStream stream(byte[] bytes) {
    return new javax.imageio.stream.MemoryCacheImageInputStream(new ByteArrayInputStream(bytes));
  }

  static ImageRejected damaged(String what, byte[] bytes, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String text = String.valueOf(cause.getMessage());
      if (cause instanceof EOFException
          || text.contains("Unexpected end")
          || text.contains("EOF")
          || text.contains("remature end")) {
        return new ImageRejected(
            ImageRejected.TRUNCATED, what + " ends early, after " + bytes.length + " bytes", e);
      }
    }
    return new ImageRejected(
        ImageRejected.CORRUPT, what + " can't be decoded: " + e.getMessage(), e);
  }

  private static String format(byte[] b) throws ImageRejected {
    if (starts(b, 0xff, 0xd8, 0xff)) {
      return "jpeg";
    }
    if (starts(b, 0x89, 'P', 'N', 'G')) {
      return "png";
    }
    if (starts(b, 'G', 'I', 'F', '8')) {
      return "gif";
    }
    if (starts(b, 'B', 'M') && b.length > 14 && b[6] == 0 && b[7] == 0) {
      return "bmp";
    }
    if (b.length > 2 && b[0] == 'P' && (b[1] == '5' || b[1] == '6') && NetPbm.isSpace(b[2])) {
      return "pnm";
    }
    String known = null;
    if (starts(b, 'R', 'I', 'F', 'F')
        && b.length > 12
        && new String(b, 8, 4, StandardCharsets.US_ASCII).equals("WEBP")) {
      known = "WebP";
    } else if (starts(b, 'I', 'I', 42, 0) || starts(b, 'M', 'M', 0, 42)) {
      known = "TIFF";
    } else if (starts(b, 0, 0, 1, 0)) {
      known = "ICO";
    } else if (b.length > 12 && new String(b, 4, 4, StandardCharsets.US_ASCII).equals("ftyp")) {
      known = "HEIF, AVIF or a film";
    }
    if (known != null) {
      throw new ImageRejected(
          ImageRejected.UNSUPPORTED_FORMAT,
          "format must be JPEG, PNG, GIF, BMP, PGM or PPM, got " + known);
    }
    throw new ImageRejected(
        ImageRejected.NOT_AN_IMAGE, "first bytes must be those of an image, got " + shown(b));
  }

  private static boolean starts(byte[] bytes, int... magic) {
    if (bytes.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((bytes[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private static String shown(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(8, bytes.length); i++) {
      text.append(i == 0 ? "" : " ").append(String.format("%02x", bytes[i]));
    }
    return text.toString();
  }
}
