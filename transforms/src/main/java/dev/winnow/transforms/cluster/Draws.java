package dev.winnow.transforms.cluster;

import java.io.Serializable;

/** Random numbers that are functions of a row's hash. */
final class Draws {

  /** Accepts a row's hash, or not. */
  interface Accept extends Serializable {
    boolean test(long hash);
  }

  /** A number in [0, 1) that depends on the row and the round only (finaliser of MurmurHash3). */
  static double uniform(long hash, int round) {
    long h = hash + 0x9E3779B97F4A7C15L * (round + 2);
    h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    h ^= h >>> 33;
    return (h >>> 11) * 0x1p-53;
  }

  private Draws() {}
}
