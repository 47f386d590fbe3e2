package dev.winnow.transforms.image;

/** Puts pictures with transparent pixels on an opaque ground. */
final class Ground {

  private static final int WHITE = 255;
  private static final int BLACK = 0;

  /** A picture whose channels all span fewer levels counts as flat. */
  private static final int FLAT = 16;

  /**
   * Returns the picture over white. If it is flat there, such as white signs on a transparent
   * canvas, the ground is black. If it is flat there too, the colours are returned as stored:
   * nothing of a picture that is transparent throughout would be left.
   *
   * @param alpha opacity of each pixel, 0 to 255
   * @param premultiplied true if the colours are already multiplied by alpha
   */
  static RasterImage under(RasterImage image, byte[] alpha, boolean premultiplied) {
    RasterImage white = composite(image, alpha, premultiplied, WHITE);
    int overWhite = span(white);
    if (overWhite >= FLAT) {
      return white;
    }
    RasterImage black = composite(image, alpha, premultiplied, BLACK);
    int overBlack = span(black);
    RasterImage better = overBlack > overWhite ? black : white;
    int most = Math.max(overWhite, overBlack);
    return most < FLAT && span(image) > most ? image : better;
  }

  private static RasterImage composite(
      RasterImage image, byte[] alpha, boolean premultiplied, int ground) {
    int channels = image.channels();
    byte[] from = image.pixels();
    byte[] to = new byte[from.length];
    for (int i = 0; i < alpha.length; i++) {
      int opaque = alpha[i] & 0xff;
      int below = ground * (255 - opaque);
      for (int c = i * channels; c < (i + 1) * channels; c++) {
        int above = (from[c] & 0xff) * (premultiplied ? 255 : opaque);
        // Rounds to the nearest; 255 is odd, so there are no ties.
        to[c] = (byte) Math.min(255, (above + below + 127) / 255);
      }
    }
    return new RasterImage(image.width(), image.height(), channels, to);
  }

  /** Returns the largest difference of two samples of one channel. */
  private static int span(RasterImage image) {
    int span = 0;
    byte[] pixels = image.pixels();
    for (int c = 0; c < image.channels(); c++) {
      int min = 255;
      int max = 0;
      for (int i = c; i < pixels.length; i += image.channels()) {
        min = Math.min(min, pixels[i] & 0xff);
        max = Math.max(max, pixels[i] & 0xff);
      }
      span = Math.max(span, max - min);
    }
    return span;
  }

  private Ground() {}
}
