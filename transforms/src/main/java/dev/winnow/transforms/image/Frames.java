package dev.winnow.transforms.image;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * All pictures of a file: the first one, which is shown, and the frames or pages after it, which
 * only count when files are compared.
 */
abstract class Frames implements AutoCloseable {

  /** Frames or pages of a file that are decoded. */
  static final int MOST = 4096;

  /** Opens a file whose header was checked. */
  static Frames open(String format, byte[] bytes) throws ImageRejected {
    return switch (format) {
      case "gif" -> new Gif(bytes);
      case "png" -> new Png(bytes);
      case "webp" -> new Webp(bytes);
      case "tiff" -> new Tiff(bytes);
      default -> new Still(format, bytes);
    };
  }

  /** Returns the number of known pictures, at least 1. */
  abstract int count();

  /** Returns true if the file is known to hold no picture after the known ones. */
  abstract boolean isWhole();

  /** Returns width and height of a picture after the first, as announced, each at least 0. */
  abstract int[] size(int picture) throws ImageRejected;

  /** Decodes a picture, as stored. */
  abstract Picture read(int picture) throws ImageRejected;

  /** Decodes the first picture, as stored, with the samples that it was computed from. */
  Picture whole() throws ImageRejected {
    return read(0);
  }

  /**
   * Returns the bytes that say where and when a picture is shown; empty if the file says nothing.
   */
  abstract byte[] place(int picture) throws ImageRejected;

  /** Returns true if a file with one picture shows it on a larger canvas. */
  boolean hasCanvas() {
    return false;
  }

  @Override
  public void close() {}

  /**
   * Returns the digest of all pictures.
   *
   * <p>Pictures after the first are decoded one by one, while all together have at most {@code
   * most} pixels. If one of them is damaged or above the limit, the digest is that of the file, so
   * that it equals no other.
   *
   * @param first first picture, upright
   * @param orientation Exif orientation of the file
   */
  String digest(Picture first, Orientation orientation, byte[] bytes, long most) {
    if (count() == 1 && isWhole() && !hasCanvas()) {
      return PixelDigest.sha256(first);
    }
    MessageDigest all = DigestUtils.getSha256Digest();
    all.update(new byte[] {'f', 'r', 'a', 'm', 'e', 's', (byte) orientation.value()});
    all.update(ByteBuffer.allocate(4).putInt(count()).array());
    try {
      all.update(place(0));
      PixelDigest.update(all, first);
      long pixels = (long) first.colours().width() * first.colours().height();
      for (int i = 1; i < count(); i++) {
        int[] size = size(i);
        pixels += (long) size[0] * size[1];
        if (pixels > most) {
          return PixelDigest.ofFile(bytes);
        }
        all.update(place(i));
        PixelDigest.update(all, read(i));
      }
    } catch (ImageRejected e) {
      // The first picture is whole, so the row is accepted; the rest can't be compared.
      return PixelDigest.ofFile(bytes);
    }
    return isWhole() ? PixelDigest.hex(all) : PixelDigest.ofFile(bytes);
  }

  /** JPEG and BMP, which hold one picture, and PNM. */
  private static final class Still extends Frames {
    private final String format;
    private final byte[] bytes;

    Still(String format, byte[] bytes) {
      this.format = format;
      this.bytes = bytes;
    }

    @Override
    int count() {
      return 1;
    }

    @Override
    boolean isWhole() {
      return true;
    }

    @Override
    int[] size(int picture) {
      throw new IllegalArgumentException("there is one picture, got " + picture);
    }

    @Override
    Picture read(int picture) throws ImageRejected {
      if (format.equals("pnm")) {
        return NetPbm.decode(bytes);
      }
      try (PixelReader reader = new PixelReader(format, bytes)) {
        return reader.read();
      }
    }

    @Override
    Picture whole() throws ImageRejected {
      Picture read = read(0);
      if (!format.equals("jpeg")
          || read.hidden() != null
          || !JpegSegments.read(bytes).hasProfile()) {
        return read;
      }
      try (PixelReader reader = new PixelReader(format, bytes)) {
        return read.withHidden(reader.beforeProfile());
      }
    }

    @Override
    byte[] place(int picture) {
      return new byte[0];
    }
  }

  private static final class Gif extends Frames {
    private final GifFile file;
    private final PixelReader reader;

    Gif(byte[] bytes) throws ImageRejected {
      file = GifFile.read(bytes, MOST);
      reader = new PixelReader("gif", bytes);
    }

    @Override
    int count() {
      return Math.max(1, file.frames().size());
    }

    @Override
    boolean isWhole() {
      return file.whole();
    }

    @Override
    boolean hasCanvas() {
      return !file.frames().isEmpty()
          && (file.frames().get(0).width() != file.width()
              || file.frames().get(0).height() != file.height());
    }

    @Override
    int[] size(int picture) {
      GifFile.Place place = file.frames().get(picture);
      return new int[] {place.width(), place.height()};
    }

    @Override
    Picture read(int picture) throws ImageRejected {
      return reader.gif(picture);
    }

    @Override
    byte[] place(int picture) {
      GifFile.Place place =
          file.frames().isEmpty()
              ? new GifFile.Place(0, 0, 0, 0, 0, 0)
              : file.frames().get(picture);
      return ByteBuffer.allocate(24)
          .putInt(file.width())
          .putInt(file.height())
          .putInt(place.x())
          .putInt(place.y())
          .putInt(place.flags())
          .putInt(place.delay())
          .array();
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  private static final class Png extends Frames {
    private final PngFile file;

    Png(byte[] bytes) {
      file = PngFile.read(bytes, MOST);
    }

    @Override
    int count() {
      return file.count();
    }

    @Override
    boolean isWhole() {
      return file.isWhole();
    }

    @Override
    int[] size(int picture) {
      return file.size(picture);
    }

    @Override
    Picture read(int picture) throws ImageRejected {
      byte[] plain = picture == 0 ? file.first() : file.frame(picture);
      try (PixelReader reader = new PixelReader("png", plain)) {
        Picture read = reader.read();
        int bits = file.significantBits();
        return bits < 1 || bits > 15 || read.colours().low() == null
            ? read
            : read.withDeclared(new int[] {0, (1 << bits) - 1});
      }
    }

    @Override
    byte[] place(int picture) {
      return file.place(picture);
    }
  }

  private static final class Webp extends Frames {
    private final WebpFile file;
    private final byte[] bytes;

    Webp(byte[] bytes) throws ImageRejected {
      this.file = WebpFile.read(bytes);
      this.bytes = bytes;
    }

    @Override
    int count() {
      return Math.max(1, Math.min(MOST, file.frames().size()));
    }

    @Override
    boolean isWhole() {
      return file.frames().size() <= MOST;
    }

    @Override
    boolean hasCanvas() {
      return !file.canvas().equals(List.of(file.width(), file.height()));
    }

    @Override
    int[] size(int picture) throws ImageRejected {
      WebpFile frame = file.frame(bytes, picture);
      return new int[] {frame.width(), frame.height()};
    }

    @Override
    Picture read(int picture) throws ImageRejected {
      WebpFile frame = picture == 0 ? file : file.frame(bytes, picture);
      boolean lossless = frame.isLossless(bytes);
      Picture read = Samples.webp(PixelReader.webp(frame.plain(bytes), lossless).getRaster());
      return frame.alphaStart() == 0
          ? read
          : read.withAlpha(
              WebpAlpha.read(
                  bytes, frame.alphaStart(), frame.alphaEnd(), frame.width(), frame.height()),
              false);
    }

    @Override
    byte[] place(int picture) {
      byte[] canvas =
          ByteBuffer.allocate(8).putInt(file.canvas().get(0)).putInt(file.canvas().get(1)).array();
      if (file.frames().isEmpty()) {
        return canvas;
      }
      byte[] frame = file.place(bytes, picture);
      return ByteBuffer.allocate(8 + frame.length).put(canvas).put(frame).array();
    }
  }

  private static final class Tiff extends Frames {
    private final List<TiffDirectory> pages;
    private final AtomicBoolean rest = new AtomicBoolean();
    private final PixelReader reader;
    private final int length;

    Tiff(byte[] bytes) throws ImageRejected {
      pages = TiffFile.pages(bytes, MOST, rest);
      reader = new PixelReader("tiff", bytes);
      length = bytes.length;
    }

    @Override
    int count() {
      return pages.size();
    }

    @Override
    boolean isWhole() {
      return !rest.get();
    }

    @Override
    int[] size(int picture) throws ImageRejected {
      TiffFile page = TiffFile.read(pages.get(picture), length);
      return new int[] {page.width(), page.height()};
    }

    @Override
    Picture read(int picture) throws ImageRejected {
      return reader.tiff(picture, TiffFile.read(pages.get(picture), length));
    }

    @Override
    byte[] place(int picture) throws ImageRejected {
      return picture == 0
          ? new byte[0]
          : new byte[] {(byte) TiffFile.read(pages.get(picture), length).orientation()};
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
