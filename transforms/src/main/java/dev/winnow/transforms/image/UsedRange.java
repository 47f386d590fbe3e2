package dev.winnow.transforms.image;

/**
 * Part of the 16-bit scale that the samples of a deep picture use: depth maps and X-rays often hold
 * 8 or 12 bits in samples of 16, and their upper 8 bits are almost empty.
 *
 * @param least sample that becomes 0
 * @param greatest sample that becomes 255, above {@code least}
 */
record UsedRange(int least, int greatest) {

  private static final int FULL = 65535;

  /**
   * A picture that uses less than one in this many levels of its bits has its window moved to its
   * least sample.
   */
  private static final int NARROW = 16;

  /** Samples of more bits than this fill the scale well enough for their upper 8 bits. */
  private static final int MOST_BITS = 14;

  /** Samples whose last bits are all empty stand at the top of the scale, not at its bottom. */
  private static final int EMPTY_BITS = 4;

  /**
   * Returns the range in use; null if the upper 8 bits of the samples show the picture, which is
   * the case for 8-bit samples and for samples that reach a quarter of the scale.
   *
   * <p>The range that the file declares counts if it holds all samples. Otherwise the range is that
   * of the bits in use: 0 to 2^b - 1 for the smallest b that holds the greatest sample. If the
   * samples span less than a sixteenth of it, the range begins at the least sample, and its length
   * is the smallest power of 2 that holds them. Samples above 2^12 whose last 4 bits are all empty
   * stand at the top of the scale and are taken as they are.
   *
   * @param declared least and greatest sample as the file declares them; null without
   */
  static UsedRange of(Plane samples, int[] declared) {
    if (samples.low() == null) {
      return null;
    }
    int min = FULL;
    int max = 0;
    int union = 0;
    for (int i = 0; i < samples.high().length; i++) {
      int value = samples.sample(i);
      min = Math.min(min, value);
      max = Math.max(max, value);
      union |= value;
    }
    if (declared != null && declared[0] <= min && declared[1] >= max) {
      return new UsedRange(declared[0], declared[1]);
    }
    int bits = bits(max);
    boolean raised = Integer.numberOfTrailingZeros(union) >= EMPTY_BITS;
    if (max > min && !raised && (max - min + 1) * NARROW <= 1 << bits) {
      return new UsedRange(min, min + (1 << bits(max - min)) - 1);
    }
    return bits > MOST_BITS || raised && bits > 12 ? null : new UsedRange(0, (1 << bits) - 1);
  }

  private static int bits(int value) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(value);
  }

  /**
   * Maps the samples to 8 bits: a range of 2^b levels keeps the upper 8 of its b bits, or is
   * stretched if b is below 8; any other range is mapped linearly and rounded down.
   */
  RasterImage eight(Plane samples) {
    int levels = greatest - least + 1;
    int bits = bits(levels - 1);
    boolean shift = levels == 1 << bits && bits >= 8;
    byte[] pixels = new byte[samples.high().length];
    for (int i = 0; i < pixels.length; i++) {
      int value = samples.sample(i) - least;
      pixels[i] = (byte) (shift ? value >> bits - 8 : value * 255L / (levels - 1));
    }
    return new RasterImage(samples.width(), samples.height(), samples.channels(), pixels);
  }
}
