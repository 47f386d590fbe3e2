package dev.winnow.transforms.select.messages;

import java.io.Serializable;

/**
 * Groups of rows, each of which one task selects. Consecutive clusters share a group as long as
 * they have few enough rows together. A cluster with more rows is dealt to several groups by the
 * hash of its rows. So groups depend on the sizes of the clusters only, and their number of rows is
 * bounded, except that hashes deal out rows only about evenly.
 */
public final class MessageGroups implements Serializable {

  /** First group of each cluster, and the number of groups that it is dealt to. */
  private final int[] first;

  private final int[] parts;
  private final int count;

  /**
   * @param sizes number of rows of each cluster
   * @param most number of rows of a group, at least 1
   */
  public MessageGroups(long[] sizes, long most) {
    this.first = new int[sizes.length];
    this.parts = new int[sizes.length];
    int group = 0;
    long held = 0;
    for (int cluster = 0; cluster < sizes.length; cluster++) {
      if (held > 0 && held + sizes[cluster] > most) {
        group++;
        held = 0;
      }
      first[cluster] = group;
      parts[cluster] = Math.toIntExact(Math.max(1, (sizes[cluster] + most - 1) / most));
      group = Math.addExact(group, parts[cluster] - 1);
      held = parts[cluster] > 1 ? most : held + sizes[cluster];
    }
    this.count = sizes.length == 0 ? 0 : group + 1;
  }

  /** Returns the number of groups. */
  public int count() {
    return count;
  }

  /**
   * Returns the group of a row.
   *
   * @param hash hash of the row, of which all bits are used
   */
  int of(int cluster, long hash) {
    return first[cluster] + (int) Math.floorMod(hash, (long) parts[cluster]);
  }
}
