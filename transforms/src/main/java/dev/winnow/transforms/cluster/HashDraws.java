package dev.winnow.transforms.cluster;

import java.io.Serializable;

/**
 * Random numbers in a task that are functions of a row's hash, so that they do not depend on
 * partitions. {@link dev.winnow.transforms.task.Draws} makes them from columns.
 */
public final class HashDraws {

  /** Test of a row's hash. */
  interface Accept extends Serializable {
    boolean test(long hash);
  }

  private static final long STEP = 0x9E3779B97F4A7C15L;

  /** Returns a number in [0, 1) that depends only on the row's hash and the round. */
  public static double uniform(long hash, int round) {
    return (mixed(hash + STEP * (round + 2)) >>> 11) * 0x1p-53;
  }

  /** Returns the hash of a row whose id is a number. Under one seed no two ids share a hash. */
  public static long hash(int id, long seed) {
    return mixed(mixed(seed) + STEP * id);
  }

  /** Applies the finaliser of MurmurHash3. */
  private static long mixed(long value) {
    long h = value;
    h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }

  private HashDraws() {}
}
