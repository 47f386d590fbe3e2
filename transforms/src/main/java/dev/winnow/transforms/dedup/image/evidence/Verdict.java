package dev.winnow.transforms.dedup.image.evidence;

/** Result of a comparison of two pictures at their own resolution. */
public enum Verdict {
  /** They agree in detail and in colour. */
  AGREES,
  /** They differ in detail, or their detail is too fine to be seen. */
  OTHER_DETAIL,
  /** They differ in colour. */
  OTHER_COLOUR
}
