package dev.winnow.transforms.select.policy;

import java.io.Serializable;

/** Places of the rows of several groups in one common order. */
interface GroupPlaces extends Serializable {

  /**
   * Returns the place of a row, which does not fall with the rank. Rows are ordered by place, then
   * by group.
   *
   * @param rank rank of the row in its group, from 1
   */
  double placeOf(int group, long rank);
}
