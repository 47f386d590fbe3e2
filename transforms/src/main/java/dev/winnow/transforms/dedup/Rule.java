package dev.winnow.transforms.dedup;

import java.util.Locale;

/**
 * Rule that decides which rows of a group of similar rows are dropped. Rows have a total order. The
 * rows that {@link #REFERENCE} keeps are kept by {@link #GREEDY} too; {@link #COMPONENTS} keeps the
 * fewest rows.
 */
public enum Rule {
  /**
   * A row is dropped if it is similar to any earlier row, kept or not: a chain of similar rows
   * leaves its first row only.
   *
   * @see <a href="https://arxiv.org/abs/2303.09540">Abbas et al. 2023</a>, table A7
   */
  REFERENCE,

  /**
   * A row is dropped if it is similar to an earlier row that stays. No two rows that stay are
   * similar: they are the lexicographically first maximal independent set.
   */
  GREEDY,

  /** The first row of each connected component of similar rows stays; the others are dropped. */
  COMPONENTS;

  /** Returns the rule as the column {@code rule} contains it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
