package dev.winnow.transforms.select.policy;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Order of the units of several children in which every prefix is spread over the children as
 * evenly as their sizes allow. Of T units child i has min(size_i, c); the rest, less than one unit
 * a child, are single units of children that have more than c.
 *
 * <p>All first units come before all second units, and so on. Among the units of one rank the
 * children are sorted by size, the largest first, then by index, the highest first. With a seed
 * this sequence is rotated by a hash of seed and rank, so that every child is equally likely to
 * have one unit of the rest. The place of a unit costs O(log children); two numbers a child are
 * held.
 */
final class WaterFilling implements Serializable {

  /** Sizes of the children, largest first. */
  private final long[] sorted;

  /** Sum of the sizes from an index of {@link #sorted} on. */
  private final long[] tails;

  /** Index in {@link #sorted} of each child. */
  private final int[] positions;

  private final boolean turned;
  private final long seed;

  private WaterFilling(long[] sizes, boolean turned, long seed) {
    int n = sizes.length;
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(
                Comparator.comparingLong((Integer i) -> -sizes[i])
                    .thenComparing(Comparator.reverseOrder()))
            .mapToInt(i -> i)
            .toArray();
    this.sorted = new long[n];
    this.tails = new long[n + 1];
    this.positions = new int[n];
    for (int i = n - 1; i >= 0; i--) {
      sorted[i] = sizes[order[i]];
      tails[i] = tails[i + 1] + sorted[i];
      positions[order[i]] = i;
    }
    this.turned = turned;
    this.seed = seed;
  }

  /** Returns the order that gives the rest to the largest children. */
  static WaterFilling largestFirst(long[] sizes) {
    return new WaterFilling(sizes, false, 0);
  }

  /** Returns the order that gives the rest to children drawn by a hash. */
  static WaterFilling drawn(long[] sizes, long seed) {
    return new WaterFilling(sizes, true, seed);
  }

  /** Returns the sum of the sizes. */
  long total() {
    return tails[0];
  }

  /**
   * Returns the place of a unit, from 1.
   *
   * @param rank rank of the unit in its child, from 1 to the size of the child
   * @throws IllegalArgumentException for a rank above that size
   */
  long place(int child, long rank) {
    int active = atLeast(rank);
    long position = positions[child];
    if (position >= active) {
      throw new IllegalArgumentException("child " + child + " has fewer units than " + rank);
    }
    if (turned) {
      position = Math.floorMod(position + mixed(seed + rank * 0x9E3779B97F4A7C15L), (long) active);
    }
    return active * (rank - 1) + tails[active] + position + 1;
  }

  /** Returns the number of children that have at least this many units. */
  private int atLeast(long units) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] >= units) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Mixes the bits of a number by the finalizer of MurmurHash3. */
  static long mixed(long value) {
    long h = value;
    h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }

  @Override
  public String toString() {
    return "water filling of " + Arrays.toString(sorted);
  }
}
