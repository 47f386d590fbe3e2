package dev.winnow.transforms.experiment;

/**
 * Random numbers as a function of a key and a position, so that they depend on no order of calls
 * and no thread: SplitMix64 (Steele, Lea and Flood 2014).
 */
public final class HashedDraws {

  private static final long STEP = 0x9E3779B97F4A7C15L;

  private final long key;

  private HashedDraws(long key) {
    this.key = key;
  }

  /** Returns the stream of a seed. */
  public static HashedDraws of(long seed) {
    return new HashedDraws(mixed(seed + STEP));
  }

  /** Returns a stream of its own for one part of this one. */
  public HashedDraws part(long number) {
    return new HashedDraws(mixed(key ^ mixed(number * STEP + 1)));
  }

  /** Returns 64 random bits. */
  public long bits(long position) {
    return mixed(key + STEP * position);
  }

  /** Returns a number in (0, 1). */
  public double uniform(long position) {
    return ((bits(position) >>> 12) + 0.5) * 0x1p-52;
  }

  /**
   * Returns a whole number in [0, bound).
   *
   * @param bound at least 1
   */
  public int below(int bound, long position) {
    return (int) Math.multiplyHigh(bits(position) >>> 1, 2L * bound);
  }

  /** Returns a standard normal number, by the method of Box and Muller. */
  public double normal(long position) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(uniform(2 * position)));
    return radius * StrictMath.cos(2 * StrictMath.PI * uniform(2 * position + 1));
  }

  private static long mixed(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
