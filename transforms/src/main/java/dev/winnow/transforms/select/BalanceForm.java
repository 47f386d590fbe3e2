package dev.winnow.transforms.select;

/** Form of a floor: the number of rows that a floor share is of a class. */
public enum BalanceForm {
  /** Share of the rows that the class would keep if all classes were cut alike. */
  RELATIVE,
  /** Share of an equal part of the kept rows. */
  ABSOLUTE
}
