package dev.winnow.transforms.dedup.image;

/**
 * Similarity of two pictures that tolerates edits of one of them: compression, size, light, colour,
 * mirroring, moderate zoom, rotation by some degrees, stretching, or a crop. It is the greatest
 * normalised correlation of a view of one picture with a window of the other, over all views and
 * windows of both (see {@link ImageSignature}). Thumbnails suffice.
 *
 * <p>In [0, 1] for pictures with texture: 1 for equal ones, and usually below 0.7 for unrelated
 * ones, because it is the greatest of many correlations. Symmetric, bit for bit. 0 if one picture
 * has no texture: a blank picture is similar to nothing, not even to another blank picture.
 */
final class ThumbnailCorrelation {

  /** Returns the correlation, in [0, 1]; never NaN. */
  static double of(ImageSignature left, ImageSignature right) {
    float greatest = Math.max(left.greatest(right), right.greatest(left));
    return Math.max(0, Math.min(1, (double) greatest));
  }

  private ThumbnailCorrelation() {}
}
