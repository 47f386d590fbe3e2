package dev.winnow.transforms.image;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Format and size of an image, read without decoding a pixel.
 *
 * @param format jpeg, png, gif, bmp, tiff, webp or pnm
 * @param width columns of the upright picture, as the header announces them
 * @param height rows of the upright picture, as the header announces them
 */
public record ImageHeader(String format, int width, int height) {

  /**
   * Reads the header. A file with several pictures gives the header of the first one; GIF and WebP
   * give the size of the first frame, without the screen around it. Width and height are swapped if
   * the Exif orientation is 5 to 8; a damaged Exif block counts as orientation 1.
   *
   * @throws ImageRejected if the header is damaged or its format is not read; the exception carries
   *     the code
   */
  public static ImageHeader read(byte[] bytes) throws ImageRejected {
    if (bytes.length == 0) {
      throw new ImageRejected(ImageRejected.EMPTY_FILE, "file must not be empty, got 0 bytes");
    }
    String format = Signature.format(bytes);
    switch (format) {
      case "pnm":
        return NetPbm.header(bytes);
      case "webp":
        WebpFile webp = WebpFile.read(bytes);
        return Orientation.read(format, bytes).header(format, webp.width(), webp.height());
      case "tiff":
        TiffFile tiff = TiffFile.read(bytes);
        return Orientation.read(format, bytes).header(format, tiff.width(), tiff.height());
      case "jpeg":
        JpegSegments jpeg = JpegSegments.read(bytes);
        jpeg.check();
        jpeg.checkScans(bytes);
        break;
      case "bmp":
        BmpFile.check(bytes);
        break;
      default:
        break;
    }
    return platform(format, bytes);
  }

  /**
   * Returns the extension of a file by its first bytes, whatever the file was called: jpg, png,
   * gif, bmp, tiff, webp, pgm or ppm; bin for bytes of no format that is read.
   */
  public static String extension(byte[] bytes) {
    try {
      String format = Signature.format(bytes);
      return switch (format) {
        case "jpeg" -> "jpg";
        case "pnm" -> bytes[1] == '5' ? "pgm" : "ppm";
        default -> format;
      };
    } catch (ImageRejected e) {
      return "bin";
    }
  }

  private static ImageHeader platform(String format, byte[] bytes) throws ImageRejected {
    ImageReader reader = null;
    // The platform's reader would refuse a file for its colour profile, which has no say here.
    byte[] read = format.equals("jpeg") ? JpegSegments.withoutProfile(bytes) : bytes;
    try (ImageInputStream in = stream(read)) {
      reader = ImageReaders.create(format);
      reader.setInput(in, true, true);
      return Orientation.read(format, bytes)
          .header(format, reader.getWidth(0), reader.getHeight(0));
    } catch (EOFException e) {
      throw new ImageRejected(ImageRejected.TRUNCATED, "header of " + format + " ends early", e);
    } catch (IOException | RuntimeException e) {
      throw damaged(format + " header", bytes, e);
    } finally {
      if (reader != null) {
        reader.dispose();
      }
    }
  }

  static ImageInputStream stream(byte[] bytes) {
    return new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes));
  }

  static ImageRejected damaged(String part, byte[] bytes, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String text = String.valueOf(cause.getMessage());
      if (cause instanceof EOFException
          || text.contains("Unexpected end")
          || text.contains("EOF")
          || text.contains("remature end")) {
        return new ImageRejected(
            ImageRejected.TRUNCATED, part + " ends early, after " + bytes.length + " bytes", e);
      }
    }
    return new ImageRejected(
        ImageRejected.CORRUPT, part + " can't be decoded; copy or save the image again", e);
  }
}
