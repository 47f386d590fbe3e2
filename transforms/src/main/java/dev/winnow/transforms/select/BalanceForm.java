package dev.winnow.transforms.select;

/** Form of a floor: the number of rows that the floor's share refers to. */
public enum BalanceForm {
  /** Share of the rows that the class would keep if all classes were cut alike. */
  RELATIVE,
  /** Share of an equal part of the kept rows. */
  ABSOLUTE
}
