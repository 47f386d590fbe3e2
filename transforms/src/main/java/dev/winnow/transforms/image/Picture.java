package dev.winnow.transforms.image;

/**
 * One stored picture with everything that its file holds of it.
 *
 * @param colours 1 channel (grey) or 3 (RGB)
 * @param alpha 1 channel; null if the file holds no opacity
 * @param premultiplied true if the colours are already multiplied by alpha
 * @param hidden samples that don't show or that the colours were computed from, such as ink; null
 *     without any
 * @param declared least and greatest sample in use as the file declares them, on the scale of 16
 *     bits; null if the file declares none or the whole range
 * @param further bytes that stand for what else the file holds of the picture; null without any
 */
record Picture(
    Plane colours,
    Plane alpha,
    boolean premultiplied,
    Plane hidden,
    int[] declared,
    byte[] further) {

  /** Makes a picture of which the file holds nothing but opaque colours. */
  static Picture opaque(Plane colours) {
    return new Picture(colours, null, false, null, null, null);
  }

  static Picture opaque(RasterImage colours) {
    return opaque(Plane.of(colours));
  }

  Picture withAlpha(Plane opacity, boolean multiplied) {
    return new Picture(colours, opacity, multiplied, hidden, declared, further);
  }

  Picture withHidden(Plane samples) {
    return new Picture(colours, alpha, premultiplied, samples, declared, further);
  }

  Picture withDeclared(int[] range) {
    return new Picture(colours, alpha, premultiplied, hidden, range, further);
  }

  Picture withFurther(byte[] bytes) {
    return new Picture(colours, alpha, premultiplied, hidden, declared, bytes);
  }

  /**
   * The picture as it is shown, embedded and compared by its looks.
   *
   * @param image 8-bit pixels over an opaque ground
   * @param scaled true if the picture has more than 8 bits and was decoded by the range that its
   *     samples use
   */
  record Look(RasterImage image, boolean scaled) {}

  Look look() {
    UsedRange range = UsedRange.of(colours, declared);
    RasterImage image = range == null ? colours.upper() : range.eight(colours);
    return new Look(
        alpha == null ? image : Ground.under(image, alpha.high(), premultiplied), range != null);
  }
}
