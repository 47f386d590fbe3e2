package dev.winnow.transforms.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Positions of the chunks of a WebP file that are used: the bit streams of its pictures, their
 * opacity and the Exif block.
 *
 * @param width columns as stored in the bit stream; an animation has the size of its first frame
 * @param height rows as stored
 * @param start offset of the picture's chunk, {@code "VP8 "} or {@code VP8L}
 * @param end offset after that chunk's data
 * @param exifStart offset of the data of the chunk EXIF; 0 without that chunk
 * @param exifEnd offset after the data of the chunk EXIF
 * @param alphaStart offset of the data of the picture's chunk ALPH; 0 without that chunk
 * @param alphaEnd offset after the data of the chunk ALPH
 * @param canvas width and height of the canvas; those of the picture without a canvas
 * @param frames offsets of the frames of an animation; empty for a still picture
 */
record WebpFile(
    int width,
    int height,
    int start,
    int end,
    int exifStart,
    int exifEnd,
    int alphaStart,
    int alphaEnd,
    List<Integer> canvas,
    List<Integer> frames) {

  /**
   * Reads the chunks.
   *
   * @throws ImageRejected with code truncated if the file is shorter than its RIFF header says, or
   *     a chunk is longer than its container; with code corrupt if the bit stream is missing or its
   *     header is malformed, or if the size of a still picture differs from its canvas
   */
  static WebpFile read(byte[] b) throws ImageRejected {
    long total = b.length < 8 ? Long.MAX_VALUE : 8 + number(b, 4, 4);
    if (total > b.length || total < 20) {
      throw new ImageRejected(
          total < 20 ? ImageRejected.CORRUPT : ImageRejected.TRUNCATED,
          "webp must hold at least 20 bytes and as many as its header says, header says "
              + total
              + ", got "
              + b.length);
    }
    int picture = 0;
    int canvas = 0;
    int exif = 0;
    int alpha = 0;
    List<Integer> screen = null;
    List<Integer> frames = new ArrayList<>();
    for (int at = 12; at + 8 <= total; at = next(b, at)) {
      int limit = end(b, at, (int) total);
      String id = Signature.text(b, at);
      if (id.equals("VP8X") && limit - at >= 18) {
        canvas = at;
        screen = List.of((int) number(b, at + 12, 3) + 1, (int) number(b, at + 15, 3) + 1);
      } else if (id.equals("ANMF")) {
        frames.add(at);
        if (picture == 0) {
          picture = inFrame(b, at, limit, "VP8");
          if (picture == 0) {
            throw new ImageRejected(
                ImageRejected.CORRUPT, "webp frame must hold a VP8 or VP8L chunk");
          }
          alpha = inFrame(b, at, limit, "ALPH");
          canvas = 0;
        }
      } else if (id.equals("ALPH") && picture == 0) {
        alpha = at;
      } else if (isPicture(id) && picture == 0) {
        picture = at;
      } else if (id.equals("EXIF") && exif == 0) {
        exif = at;
      }
    }
    if (picture == 0) {
      throw new ImageRejected(ImageRejected.CORRUPT, "webp must hold a VP8 or VP8L chunk");
    }
    if (b[picture + 3] == 'L') {
      alpha = 0;
    }
    int[] size = size(b, picture);
    if (canvas > 0
        && (number(b, canvas + 12, 3) + 1 != size[0] || number(b, canvas + 15, 3) + 1 != size[1])) {
      throw new ImageRejected(
          ImageRejected.CORRUPT,
          "webp picture must be as large as its canvas, got " + size[0] + " x " + size[1]);
    }
    return new WebpFile(
        size[0],
        size[1],
        picture,
        end(b, picture, (int) total),
        exif == 0 ? 0 : exif + 8,
        exif == 0 ? 0 : end(b, exif, (int) total),
        alpha == 0 ? 0 : alpha + 8,
        alpha == 0 ? 0 : end(b, alpha, (int) total),
        screen == null ? List.of(size[0], size[1]) : screen,
        frames);
  }

  /** Returns a frame of the animation as a still picture. */
  WebpFile frame(byte[] b, int frame) throws ImageRejected {
    int at = frames.get(frame);
    int limit = end(b, at, b.length);
    int picture = inFrame(b, at, limit, "VP8");
    if (picture == 0) {
      throw new ImageRejected(ImageRejected.CORRUPT, "webp frame must hold a VP8 or VP8L chunk");
    }
    int alpha = b[picture + 3] == 'L' ? 0 : inFrame(b, at, limit, "ALPH");
    int[] size = size(b, picture);
    return new WebpFile(
        size[0],
        size[1],
        picture,
        end(b, picture, limit),
        0,
        0,
        alpha == 0 ? 0 : alpha + 8,
        alpha == 0 ? 0 : end(b, alpha, limit),
        canvas,
        List.of());
  }

  /** Returns place, size, time and kind of blending of a frame. */
  byte[] place(byte[] b, int frame) {
    int at = frames.get(frame) + 8;
    return Arrays.copyOfRange(b, at, Math.min(b.length, at + 16));
  }

  /**
   * Returns the bit stream as a separate file, without the padding after an odd length. The reader
   * therefore never sees the chunks that must not change the result: alpha, the colour profile and
   * the other frames.
   */
  byte[] plain(byte[] bytes) {
    int length = end - start;
    byte[] plain = new byte[12 + length];
    System.arraycopy(bytes, 0, plain, 0, 12);
    System.arraycopy(bytes, start, plain, 12, length);
    for (int i = 0; i < 4; i++) {
      plain[4 + i] = (byte) (plain.length - 8 >> 8 * i);
    }
    return plain;
  }

  boolean isLossless(byte[] bytes) {
    return bytes[start + 3] == 'L';
  }

  /** Returns the first chunk of a frame whose name begins so; 0 without one. */
  private static int inFrame(byte[] b, int frame, int limit, String name) throws ImageRejected {
    for (int at = frame + 24; at + 8 <= limit; at = next(b, at)) {
      end(b, at, limit);
      String id = Signature.text(b, at);
      if (id.startsWith(name) && (isPicture(id) || id.equals("ALPH"))) {
        return at;
      }
    }
    return 0;
  }

  private static boolean isPicture(String id) {
    return id.equals("VP8 ") || id.equals("VP8L");
  }

  private static int[] size(byte[] b, int chunk) throws ImageRejected {
    int at = chunk + 8;
    long length = number(b, chunk + 4, 4);
    if (b[chunk + 3] == 'L' && length >= 5 && b[at] == 0x2f && (b[at + 4] & 0xe0) == 0) {
      long packed = number(b, at + 1, 4);
      return new int[] {(int) (packed & 0x3fff) + 1, (int) (packed >> 14 & 0x3fff) + 1};
    }
    if (b[chunk + 3] == ' '
        && length >= 10
        && (b[at] & 1) == 0
        && Arrays.equals(b, at + 3, at + 6, new byte[] {(byte) 0x9d, 1, 0x2a}, 0, 3)) {
      long first = number(b, at, 3) >> 5;
      if (first > length - 10) {
        throw new ImageRejected(
            ImageRejected.TRUNCATED,
            "first partition of webp must fit " + (length - 10) + " bytes, got " + first);
      }
      return new int[] {(int) number(b, at + 6, 2) & 0x3fff, (int) number(b, at + 8, 2) & 0x3fff};
    }
    throw new ImageRejected(
        ImageRejected.CORRUPT, "webp bit stream must begin with the header of a key frame");
  }

  /** Returns the offset after the chunk's data, and refuses an offset past the limit. */
  private static int end(byte[] b, int chunk, int limit) throws ImageRejected {
    long end = chunk + 8 + number(b, chunk + 4, 4);
    if (end > limit) {
      throw new ImageRejected(
          ImageRejected.TRUNCATED,
          "webp chunk must end by byte " + limit + ", ends at byte " + end);
    }
    return (int) end;
  }

  /** Returns the offset of the next chunk; data are padded to an even length. */
  private static int next(byte[] b, int chunk) {
    long length = number(b, chunk + 4, 4);
    return (int) (chunk + 8 + length + (length & 1));
  }

  private static long number(byte[] b, int at, int size) {
    long value = 0;
    for (int i = size - 1; i >= 0; i--) {
      value = value << 8 | b[at + i] & 0xff;
    }
    return value;
  }
}
