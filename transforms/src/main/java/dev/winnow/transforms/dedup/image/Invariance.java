package dev.winnow.transforms.dedup.image;

import java.util.Locale;

/** Changes of a picture under which it is still a copy. */
public enum Invariance {
  /** Left and right change places. */
  MIRROR,
  /** A turn by a few degrees. */
  ROTATE,
  /** A part of the picture, enlarged. */
  CROP;

  /** Returns the word that recipes use. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
