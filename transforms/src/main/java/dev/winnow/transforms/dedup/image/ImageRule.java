package dev.winnow.transforms.dedup.image;

import java.util.Locale;

/**
 * Change by which one picture of a pair becomes similar to the other. The first that fits counts.
 */
public enum ImageRule {
  /** Neither a turn nor mirroring: pictures are similar upright. Crops and moves are allowed. */
  CORRELATION,
  /** A turn by a few degrees. */
  ROTATED,
  /** Mirroring, perhaps with a turn. */
  MIRRORED;

  /** Returns the word in column {@code rule} of {@link NearImages#PAIRS}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
