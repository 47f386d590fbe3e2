package dev.winnow.transforms.image;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Page of a TIFF file, checked before any pixel is decoded.
 *
 * @param width columns as stored, before the picture is turned upright
 * @param height rows as stored
 * @param photometric 0 or 1 (grey), 2 (RGB), 3 (palette), 5 (CMYK), 6 (YCbCr) or 8 (CIELab)
 * @param opacity kind of the first sample after the colours: 1 for alpha that the colours are
 *     multiplied by, 2 for plain alpha, 0 for others or none
 * @param declared least and greatest sample that the page declares, on the scale of 16 bits; null
 *     for at most 8 bits, and without or with the greatest one of its bits
 * @param isExact false if the conversion to RGB gives different samples the same colour
 * @param orientation Exif orientation of the page, as stored
 */
record TiffFile(
    int width,
    int height,
    int photometric,
    int opacity,
    int[] declared,
    boolean isExact,
    int orientation) {

  private static final Set<Long> COMPRESSIONS =
      Set.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 32946L, 32773L);

  private static final int MAX_TILE = 4096;

  /**
   * Returns the directories of the pages in their order, at least one.
   *
   * @param most pages after which the walk ends
   * @param rest receives true if the walk ended before the last page: at damage, at a page for the
   *     second time, or at the limit
   */
  static List<TiffDirectory> pages(byte[] bytes, int most, AtomicBoolean rest)
      throws ImageRejected {
    List<TiffDirectory> pages = new ArrayList<>();
    pages.add(TiffDirectory.read(bytes, 0, bytes.length));
    Set<Long> seen = new HashSet<>();
    for (long at = pages.get(0).next(); at != 0; at = pages.get(pages.size() - 1).next()) {
      try {
        if (pages.size() >= most || !seen.add(at)) {
          rest.set(true);
          break;
        }
        pages.add(pages.get(0).at(at));
      } catch (ImageRejected e) {
        rest.set(true);
        break;
      }
    }
    return pages;
  }

  /** Reads the directory of the first page. */
  static TiffFile read(byte[] bytes) throws ImageRejected {
    return read(TiffDirectory.read(bytes, 0, bytes.length), bytes.length);
  }

  /**
   * Checks a page.
   *
   * @param length bytes of the file
   * @throws ImageRejected with code truncated if any strip or tile of the page reaches past the end
   *     of the file, so that a cut file never gives half a picture; with code unsupported_format
   *     for floating point or signed samples, more than 16 bits, more than 8 samples per pixel, and
   *     unknown compressions and colour spaces
   */
  static TiffFile read(TiffDirectory tags, int length) throws ImageRejected {
    long width = tags.value(256, 0);
    long height = tags.value(257, 0);
    if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      throw new ImageRejected(
          ImageRejected.CORRUPT,
          "width and height must be at least 1, got " + width + " x " + height);
    }
    long samples = tags.value(277, 1);
    long bits = tags.value(258, 1);
    long compression = tags.value(259, 1);
    long photometric = tags.value(262, -1);
    require("samples per pixel must be 1 to 8", samples, samples >= 1 && samples <= 8);
    for (long each : tags.values(258)) {
      require("bits per sample must be 1 to 16 and all the same", each, each == bits);
    }
    require("bits per sample must be 1 to 16 and all the same", bits, bits >= 1 && bits <= 16);
    // The platform's reader inverts white-is-zero with a table that is too small for these depths.
    boolean odd = photometric == 0 && bits > 8 && bits < 16;
    require("bits per sample must be at most 8 or 16 where white is zero", bits, !odd);
    for (long each : tags.values(339)) {
      require("samples must be unsigned integers, sample format 1", each, each == 1 || each == 4);
    }
    require("compression must be a supported one", compression, COMPRESSIONS.contains(compression));
    int colours =
        switch ((int) photometric) {
          case 0, 1, 3 -> 1;
          case 2, 6, 8 -> 3;
          case 5 -> 4;
          default -> 0;
        };
    require("photometric interpretation must be 0 to 3, 5, 6 or 8", photometric, colours > 0);
    require("ink set must be CMYK", tags.value(332, 1), tags.value(332, 1) == 1);
    if (samples < colours) {
      throw new ImageRejected(
          ImageRejected.CORRUPT,
          "samples per pixel must be at least " + colours + ", got " + samples);
    }
    tiles(tags, width, height);
    if (compression == 6 || compression == 7) {
      jpegs(tags, width, height);
    }
    long stored = stored(tags, length);
    // Subsampled YCbCr needs fewer bytes than this, and so may any compression.
    boolean planar = tags.value(284, 1) == 2;
    long row = ((planar ? 1 : samples) * width * bits + 7) / 8 * (planar ? samples : 1);
    if (compression == 1 && photometric != 6 && stored >= 0 && stored < row * height) {
      throw new ImageRejected(
          ImageRejected.TRUNCATED,
          "tiff must hold " + row * height + " bytes of pixels, got " + stored);
    }
    long extra = samples > colours ? tags.value(338, 0) : 0;
    boolean exact =
        photometric < 3 || photometric == 5 || photometric == 6 && compression == 7 || ramp(tags);
    long orientation = tags.value(TiffDirectory.ORIENTATION, 1);
    return new TiffFile(
        (int) width,
        (int) height,
        (int) photometric,
        extra == 1 || extra == 2 ? (int) extra : 0,
        declared(tags, (int) bits),
        exact,
        (int) orientation);
  }

  /** Returns true for a palette whose upper 8 bits say all: lower bits are none or a repetition. */
  private static boolean ramp(TiffDirectory tags) throws ImageRejected {
    boolean none = true;
    boolean repeated = true;
    long[] palette = tags.values(320);
    for (long value : palette) {
      none &= (value & 0xff) == 0;
      repeated &= (value & 0xff) == value >> 8;
    }
    return tags.value(262, -1) == 3 && (none || repeated);
  }

  private static int[] declared(TiffDirectory tags, int bits) throws ImageRejected {
    long full = (1L << bits) - 1;
    long least = tags.value(280, 0);
    long greatest = tags.value(281, full);
    if (bits <= 8 || greatest >= full || least >= greatest) {
      return null;
    }
    // The platform's reader spreads fewer than 16 bits in the same way, and inverts white-is-zero.
    int low = (int) Math.round(least * 65535.0 / full);
    int high = (int) Math.round(greatest * 65535.0 / full);
    return tags.value(262, -1) == 0 ? new int[] {65535 - high, 65535 - low} : new int[] {low, high};
  }

  int colours() {
    return photometric < 2 || photometric == 3 ? 1 : photometric == 5 ? 4 : 3;
  }

  boolean isGrey() {
    return photometric < 2;
  }

  boolean isCmyk() {
    return photometric == 5;
  }

  /**
   * Limits the size of tiles: a tile is decoded as a whole, so it needs memory like the picture
   * itself.
   */
  private static void tiles(TiffDirectory tags, long width, long height) throws ImageRejected {
    if (tags.value(322, 1) > Math.max(width, MAX_TILE)
        || tags.value(323, 1) > Math.max(height, MAX_TILE)) {
      throw new ImageRejected(
          ImageRejected.CORRUPT,
          "a tile's side must be at most the picture's side or "
              + MAX_TILE
              + " pixels, got "
              + tags.value(322, 1)
              + " x "
              + tags.value(323, 1));
    }
  }

  /**
   * Limits the pictures in JPEG that the strips or tiles hold: their own headers say how much
   * memory they need.
   */
  private static void jpegs(TiffDirectory tags, long width, long height) throws ImageRejected {
    long columns = Math.max(Math.max(width, tags.value(322, 0)), 64);
    long rows = Math.max(Math.max(height, tags.value(323, 0)), 64);
    for (int tag : new int[] {513, 273, 324}) {
      for (long offset : tags.values(tag)) {
        JpegSegments jpeg = tags.jpeg(offset);
        if (jpeg.width() > 2 * columns || jpeg.height() > 2 * rows) {
          throw new ImageRejected(
              ImageRejected.CORRUPT,
              "a tiff's JPEG must be about as large as the picture, got "
                  + jpeg.width()
                  + " x "
                  + jpeg.height());
        }
      }
    }
  }

  /** Returns the sum of the lengths of all strips or tiles; -1 if the file has no lengths. */
  private static long stored(TiffDirectory tags, int length) throws ImageRejected {
    boolean tiled = tags.values(324).length > 0;
    long[] offsets = tags.values(tiled ? 324 : 273);
    long[] counts = tags.values(tiled ? 325 : 279);
    if (offsets.length == 0 || counts.length != 0 && counts.length < offsets.length) {
      throw new ImageRejected(
          ImageRejected.CORRUPT,
          "tiff must hold at least one strip or tile, and a length for each, got "
              + offsets.length
              + " and "
              + counts.length);
    }
    long sum = 0;
    for (int i = 0; i < offsets.length; i++) {
      long count = counts.length == 0 ? 1 : counts[i];
      if (offsets[i] + count > length) {
        throw new ImageRejected(
            ImageRejected.TRUNCATED,
            "strip or tile "
                + i
                + " must end by byte "
                + length
                + ", ends at "
                + (offsets[i] + count));
      }
      sum += count;
    }
    return counts.length == 0 ? -1 : sum;
  }

  private static void require(String rule, long value, boolean holds) throws ImageRejected {
    if (!holds) {
      throw new ImageRejected(ImageRejected.UNSUPPORTED_FORMAT, "tiff " + rule + ", got " + value);
    }
  }
}
