package dev.winnow.transforms.split;

import java.util.Locale;

/** Unit in which rows are drawn for tests. */
public enum SplitBy {
  /** Each row is drawn by itself. */
  ID,
  /** The same share of the rows of every label is drawn. */
  LABEL,
  /** All rows of a group are drawn, or none. */
  GROUP;

  /** Returns the name as recipes have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
