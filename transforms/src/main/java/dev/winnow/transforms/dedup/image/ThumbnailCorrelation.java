package dev.winnow.transforms.dedup.image;

/**
 * How much two pictures look alike, whatever was done to one of them: compression, size, light,
 * colour, mirroring, moderate zoom, rotation by some degrees, stretching, or a crop. It is the
 * greatest normalised correlation of a view of one with a window of the other, over all views and
 * windows of both (see {@link ImageSignature}); the pictures themselves are not needed, a thumbnail
 * will do.
 *
 * <p>In [0, 1] for pictures with texture: 1 for equal ones, usually below 0.7 for unrelated ones,
 * as the greatest of many. Symmetric, bit for bit. 0 where one has no texture: a blank picture is
 * like nothing, not even another blank one.
 */
final class ThumbnailCorrelation {

  /** The correlation, in [0, 1]; never NaN. */
  static double of(ImageSignature left, ImageSignature right) {
    float greatest = Math.max(left.greatest(right), right.greatest(left));
    return Math.max(0, Math.min(1, (double) greatest));
  }

  private ThumbnailCorrelation() {}
}
