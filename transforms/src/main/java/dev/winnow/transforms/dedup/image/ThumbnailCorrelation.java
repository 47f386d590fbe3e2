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
 *
 * @param byRule {@code [rule]}: the greatest correlation of the views of a rule, in [0, 1]; never
 *     NaN
 */
record ThumbnailCorrelation(float[] byRule) {

  /** Compares two pictures whose signatures have the same views. */
  static ThumbnailCorrelation of(ImageSignature left, ImageSignature right) {
    float[] greatest = new float[ImageRule.values().length];
    left.raise(right, greatest);
    right.raise(left, greatest);
    for (int rule = 0; rule < greatest.length; rule++) {
      greatest[rule] = Math.max(0, Math.min(1, greatest[rule]));
    }
    return new ThumbnailCorrelation(greatest);
  }

  /** Returns the correlation of the views of a rule. */
  float of(ImageRule rule) {
    return byRule[rule.ordinal()];
  }

  /** Returns the greatest correlation of all views. */
  float greatest() {
    return of(best());
  }

  /** Returns the first rule with the greatest correlation. */
  ImageRule best() {
    ImageRule best = ImageRule.CORRELATION;
    for (ImageRule rule : ImageRule.values()) {
      best = of(rule) > of(best) ? rule : best;
    }
    return best;
  }
}
