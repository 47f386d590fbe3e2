package dev.winnow.transforms.dedup.image;

import dev.winnow.transforms.image.RasterImage;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Pictures with much blank ground for tests: pages with words, signs, arrows. */
final class SparsePictures {

  /** Inks a rectangle of pixels. */
  private static void fill(byte[] pixels, int width, int left, int top, int w, int h, int[] ink) {
    for (int y = top; y < top + h; y++) {
      for (int x = left; x < left + w; x++) {
        for (int c = 0; c < 3; c++) {
          pixels[3 * (y * width + x) + c] = (byte) ink[c];
        }
      }
    }
  }

  /** Returns a white page of 600 x 800 pixels with two lines of letters, other ones by seed. */
  static RasterImage page(long seed) {
    byte[] pixels = new byte[3 * 600 * 800];
    Arrays.fill(pixels, (byte) 255);
    SplittableRandom random = new SplittableRandom(seed);
    for (int top : new int[] {60, 400}) {
      for (int letter = 0; letter < 30; letter++) {
        for (int cell = 0; cell < 35; cell++) {
          if (letter % 7 < 6 && random.nextInt(5) < 2) {
            fill(
                pixels,
                600,
                60 + letter * 8 + cell % 5,
                top + cell / 5 * 2,
                1,
                2,
                new int[] {0, 0, 0});
          }
        }
      }
    }
    return new RasterImage(600, 800, 3, pixels);
  }

  /** Returns a grey square of 128 x 128 pixels with a disc of a colour and a white bar on it. */
  static RasterImage sign(int red, int green, int blue) {
    byte[] pixels = new byte[3 * 128 * 128];
    Arrays.fill(pixels, (byte) 230);
    for (int y = 20; y < 108; y++) {
      int half = (int) Math.sqrt(44 * 44 - (y - 64) * (y - 64));
      fill(pixels, 128, 64 - half, y, 2 * half, 1, new int[] {red, green, blue});
    }
    fill(pixels, 128, 40, 58, 48, 12, new int[] {255, 255, 255});
    return new RasterImage(128, 128, 3, pixels);
  }

  /** Returns an arrow to the left with some blocks around it, of other size and height by seed. */
  static RasterImage arrow(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] pixels = new byte[3 * 112 * 112];
    Arrays.fill(pixels, (byte) 200);
    int middle = 40 + random.nextInt(30);
    int thick = 4 + random.nextInt(8);
    int head = 16 + random.nextInt(12);
    int[] ink = {0, 0, 60};
    fill(pixels, 112, 20, middle - thick / 2, 72, thick, ink);
    for (int x = 0; x < 30; x++) {
      int half = head * x / 30;
      fill(pixels, 112, 10 + x, middle - half, 1, 2 * half + 1, ink);
    }
    for (int block = 0; block < 6; block++) {
      int top = block % 2 == 0 ? 2 + random.nextInt(8) : 96 + random.nextInt(8);
      fill(
          pixels,
          112,
          8 + random.nextInt(84),
          top,
          4 + random.nextInt(10),
          6,
          new int[] {random.nextInt(200), 0, 0});
    }
    return new RasterImage(112, 112, 3, pixels);
  }

  private SparsePictures() {}
}
