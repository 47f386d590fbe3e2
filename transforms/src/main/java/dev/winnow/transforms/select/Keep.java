package dev.winnow.transforms.select;

/** Which end of the order survives a cut. */
public enum Keep {
  /** The highest scores: plenty of data. */
  HARD("pruned_easy"),
  /** The lowest scores: little data, or noisy labels. */
  EASY("pruned_hard"),
  /** The scores closest to the median (Xia et al. 2023). */
  MIDDLE("pruned_middle"),
  /** A hash of id and seed: the control. */
  RANDOM("pruned_random");

  private final String reason;

  Keep(String reason) {
    this.reason = reason;
  }

  /** The reason in {@code decisions} of a row that this policy drops. */
  public String reason() {
    return reason;
  }
}
