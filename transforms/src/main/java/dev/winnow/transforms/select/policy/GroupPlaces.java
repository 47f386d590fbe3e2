package dev.winnow.transforms.select.policy;

import java.io.Serializable;

/** Where the rows of groups enter one common order. */
interface GroupPlaces extends Serializable {

  /**
   * A number that does not fall with the rank; rows are ordered by it, then by group.
   *
   * @param rank of the row in its group, from 1
   */
  double of(int group, long rank);
}
