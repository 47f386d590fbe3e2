package dev.winnow.transforms.cluster;

import java.io.Serializable;

/** Random numbers that are functions of a row's hash. */
public final class Draws {

  /** Accepts a row's hash, or not. */
  interface Accept extends Serializable {
    boolean test(long hash);
  }

  private static final long STEP = 0x9E3779B97F4A7C15L;

  /** A number in [0, 1) that depends on the row and the round only. */
  public static double uniform(long hash, int round) {
    return (mixed(hash + STEP * (round + 2)) >>> 11) * 0x1p-53;
  }

  /** The hash of a row that has a number for an id; under one seed no two are equal. */
  public static long hash(int id, long seed) {
    return mixed(mixed(seed) + STEP * id);
  }

  /** The finaliser of MurmurHash3. */
  private static long mixed(long value) {
    long h = value;
    h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }

  private Draws() {}
}
