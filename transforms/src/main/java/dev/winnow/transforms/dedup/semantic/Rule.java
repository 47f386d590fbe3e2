package dev.winnow.transforms.dedup.semantic;

import java.util.Locale;

/**
 * Which rows fall when some are close to each other. The rows that {@link #REFERENCE} keeps are
 * kept by {@link #GREEDY} too; {@link #COMPONENTS} keeps the fewest.
 */
public enum Rule {
  /**
   * A row falls when any earlier row is close, kept or not: chains collapse to their first row.
   *
   * @see <a href="https://arxiv.org/abs/2303.09540">Abbas et al. 2023</a>, table A7
   */
  REFERENCE,
  /** A row falls when an earlier row that stays is close: no two rows that stay are close. */
  GREEDY,
  /** Of every connected component of the graph of close pairs, the first row stays. */
  COMPONENTS;

  /** As the column {@code rule} has it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
