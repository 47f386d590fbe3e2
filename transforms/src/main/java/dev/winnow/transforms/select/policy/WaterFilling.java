package dev.winnow.transforms.select.policy;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * An order of units of several children in which every prefix is spread over the children as evenly
 * as their sizes allow: of T units child i has min(size_i, c), and the rest, below one a child, are
 * single units of children that have more than c.
 *
 * <p>All first units come before all second ones, and so on. Among the units of one rank the
 * children stand by size, the largest first, then the higher index; with a seed this sequence is
 * turned by a hash of seed and rank, so that each child is as likely as another to have one unit of
 * the rest. One unit's place costs O(log children); two numbers a child are held.
 */
final class WaterFilling implements Serializable {

  /** Sizes, largest first. */
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

  /** The rest goes to the largest children. */
  static WaterFilling largestFirst(long[] sizes) {
    return new WaterFilling(sizes, false, 0);
  }

  /** The rest goes to children drawn by a hash. */
  static WaterFilling drawn(long[] sizes, long seed) {
    return new WaterFilling(sizes, true, seed);
  }

  /** Sum of the sizes. */
  long total() {
    return tails[0];
  }

  /**
   * The 1-based place of a unit.
   *
   * @param rank of the unit in its child, from 1 to the child's size
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

  /** Children of at least so many units. */
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

  /** The finaliser of MurmurHash3. */
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
