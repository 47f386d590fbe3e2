package dev.winnow.transforms.image;

import java.util.ArrayList;
import java.util.List;

/**
 * Frames of a GIF, found by walking over its blocks without decoding them.
 *
 * @param width columns of the screen
 * @param height rows of the screen
 * @param frames place of each frame on the screen
 * @param whole false if the walk met damage or more frames than the limit, so that the file may
 *     hold more than the list
 */
record GifFile(int width, int height, List<Place> frames, boolean whole) {

  /**
   * Place of a frame.
   *
   * @param flags byte of the control block before the frame, with its disposal; 0 without one
   * @param delay hundredths of a second; 0 without a control block
   */
  record Place(int x, int y, int width, int height, int flags, int delay) {}

  static GifFile read(byte[] b, int most) {
    List<Place> frames = new ArrayList<>();
    if (b.length < 13) {
      return new GifFile(0, 0, frames, false);
    }
    int flags = 0;
    int delay = 0;
    int at = 13 + colours(b[10]);
    while (at < b.length && b[at] != 0x3b) {
      if (b[at] == 0x21 && at + 2 < b.length) {
        if ((b[at + 1] & 0xff) == 0xf9 && b[at + 2] >= 4 && at + 7 < b.length) {
          flags = b[at + 3] & 0xff;
          delay = number(b, at + 4);
        }
        at = afterBlocks(b, at + 2);
      } else if (b[at] == 0x2c && at + 10 < b.length && frames.size() < most) {
        frames.add(
            new Place(
                number(b, at + 1),
                number(b, at + 3),
                number(b, at + 5),
                number(b, at + 7),
                flags,
                delay));
        flags = 0;
        delay = 0;
        at = afterBlocks(b, at + 11 + colours(b[at + 9]));
      } else {
        return new GifFile(number(b, 6), number(b, 8), frames, false);
      }
    }
    return new GifFile(number(b, 6), number(b, 8), frames, at < b.length);
  }

  /** Returns the bytes of the colour table that follows these flags. */
  private static int colours(byte flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1;
  }

  /** Returns the offset after a chain of blocks, each of which begins with its length. */
  private static int afterBlocks(byte[] b, int first) {
    int at = first;
    while (at < b.length && b[at] != 0) {
      at += 1 + (b[at] & 0xff);
    }
    return at + 1;
  }

  private static int number(byte[] b, int at) {
    return b[at] & 0xff | (b[at + 1] & 0xff) << 8;
  }
}
