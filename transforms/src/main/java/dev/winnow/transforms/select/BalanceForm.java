package dev.winnow.transforms.select;

/** How a floor share turns into rows of a class. */
public enum BalanceForm {
  /** The share of what the class would keep had all classes been cut alike. */
  RELATIVE,
  /** The share of an equal part of the kept rows. */
  ABSOLUTE
}
