package dev.winnow.transforms.dedup.image.evidence;

import dev.winnow.transforms.image.RasterImage;

/** A picture at one size, with its grey and what comparisons found out about it. */
final class SizedPicture {

  /** Smaller side below which a grey picture is compared like a sparse one, in pixels. */
  private static final int SMALL = 64;

  private final RasterImage image;
  private final ScaleSpace grey;
  private Boolean sparse;

  SizedPicture(RasterImage image) {
    this.image = image;
    this.grey = new ScaleSpace(Plane.grey(image));
  }

  RasterImage image() {
    return image;
  }

  ScaleSpace grey() {
    return grey;
  }

  /** Returns true for a picture with much blank ground, or that is small and grey. */
  boolean sparse() {
    if (sparse == null) {
      sparse = Detail.sparse(grey) || smallAndGrey();
    }
    return sparse;
  }

  /** Returns true for pictures that have little detail and no colour, so that all of it counts. */
  private boolean smallAndGrey() {
    return image.channels() == 1 && Math.min(image.width(), image.height()) < SMALL;
  }
}
