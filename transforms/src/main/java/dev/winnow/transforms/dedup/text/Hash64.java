package dev.winnow.transforms.dedup.text;

/** 64-bit hashes that are the same on every machine and every Java. */
final class Hash64 {

  /** Mixes the bits by the finaliser of SplitMix64 (Steele, Lea and Flood 2014), a bijection. */
  static long mixed(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** Returns the hash of a sequence, given the hash of the values before its last value. */
  static long chained(long hash, long value) {
    return mixed((hash ^ value) + 0x9e3779b97f4a7c15L);
  }

  private Hash64() {}
}
