package dev.winnow.transforms.dedup.text;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Outline of a text in some dozens of bytes: enough to see that most candidates can be no pair.
 *
 * <p>It has the number of code points and of words, a bitmap of the words, and the number and a
 * bitmap of the distinct shingles of each length by which the text may be compared. A bit that one
 * bitmap has and the other lacks stands for at least one element that the other text lacks. So the
 * bitmaps bound the common shingles from above, and no pair is lost. A bitmap has four to eight
 * bits for each shingle, and at most {@value #MOST_BITS}; longer texts are bounded less tightly.
 */
final class TextOutline {

  private static final int LEAST_BITS = Long.SIZE;
  private static final int MOST_BITS = 1024;
  private static final int BITS_PER_SHINGLE = 4;
  private static final int FIXED_BYTES = 2 * Integer.BYTES + Long.BYTES;
  private static final Bitmap ABSENT = new Bitmap(-1, new long[0]);

  private final int points;
  private final int words;
  private final long wordBits;
  private final Bitmap shorter;
  private final Bitmap longer;

  /**
   * A set of hashes.
   *
   * @param size distinct hashes; -1 if the text is never compared by these shingles
   * @param bits a power of two of words; the low bits of a hash choose its bit
   */
  private record Bitmap(int size, long[] bits) {

    static Bitmap of(long[] hashes) {
      if (hashes == null) {
        return ABSENT;
      }
      long[] bits = new long[words(hashes.length)];
      int mask = bits.length * Long.SIZE - 1;
      for (long hash : hashes) {
        int bit = (int) hash & mask;
        bits[bit / Long.SIZE] |= 1L << bit;
      }
      return new Bitmap(hashes.length, bits);
    }

    static Bitmap read(ByteBuffer from) {
      int size = from.getInt();
      if (size < 0) {
        return ABSENT;
      }
      long[] bits = new long[words(size)];
      for (int i = 0; i < bits.length; i++) {
        bits[i] = from.getLong();
      }
      return new Bitmap(size, bits);
    }

    void write(ByteBuffer into) {
      into.putInt(size);
      for (long word : bits) {
        into.putLong(word);
      }
    }

    int bytes() {
      return Integer.BYTES + bits.length * Long.BYTES;
    }

    /** Returns the number of words of the bitmap of a set. */
    private static int words(int size) {
      int wanted = Math.max(LEAST_BITS, Math.min(MOST_BITS, size * BITS_PER_SHINGLE));
      return Integer.highestOneBit(2 * wanted - 1) / Long.SIZE;
    }

    /** Returns the same set in a smaller bitmap: its parts laid on each other. */
    private long[] folded(int words) {
      long[] folded = Arrays.copyOf(bits, words);
      for (int i = words; i < bits.length; i++) {
        folded[i & (words - 1)] |= bits[i];
      }
      return folded;
    }

    /** Returns at least the number of common elements. */
    int mostCommon(Bitmap other) {
      int words = Math.min(bits.length, other.bits.length);
      long[] one = bits.length == words ? bits : folded(words);
      long[] two = other.bits.length == words ? other.bits : other.folded(words);
      int oneAlone = 0;
      int twoAlone = 0;
      for (int i = 0; i < words; i++) {
        oneAlone += Long.bitCount(one[i] & ~two[i]);
        twoAlone += Long.bitCount(two[i] & ~one[i]);
      }
      return Math.min(size - oneAlone, other.size - twoAlone);
    }
  }

  private TextOutline(int points, int words, long wordBits, Bitmap shorter, Bitmap longer) {
    this.points = points;
    this.words = words;
    this.wordBits = wordBits;
    this.shorter = shorter;
    this.longer = longer;
  }

  /**
   * Returns the outline of a text as bytes.
   *
   * @param points number of code points of the normal form
   * @param words words of the normal form
   * @param shorter distinct shingles of {@link TextKeys#SHORT_SHINGLE} code points; null if no
   *     other text is compared by them
   * @param longer those of {@link TextKeys#LONG_SHINGLE} code points, or null
   */
  static byte[] bytes(int points, String[] words, long[] shorter, long[] longer) {
    long wordBits = 0;
    for (String word : words) {
      wordBits |= 1L << Hash64.mixed(word.hashCode());
    }
    Bitmap ofShorter = Bitmap.of(shorter);
    Bitmap ofLonger = Bitmap.of(longer);
    ByteBuffer bytes = ByteBuffer.allocate(FIXED_BYTES + ofShorter.bytes() + ofLonger.bytes());
    bytes.putInt(points).putInt(words.length).putLong(wordBits);
    ofShorter.write(bytes);
    ofLonger.write(bytes);
    return bytes.array();
  }

  static TextOutline of(byte[] bytes) {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    return new TextOutline(
        from.getInt(), from.getInt(), from.getLong(), Bitmap.read(from), Bitmap.read(from));
  }

  /** Returns a similarity that the Jaccard similarity of the two texts does not exceed. */
  double mostJaccard(TextOutline other) {
    boolean isShort = TextKeys.shingle(points, other.points) == TextKeys.SHORT_SHINGLE;
    Bitmap one = isShort ? shorter : longer;
    Bitmap two = isShort ? other.shorter : other.longer;
    return one.size < 0 || two.size < 0
        ? 1
        : Shingles.jaccard(one.mostCommon(two), one.size, two.size);
  }

  /**
   * Returns whether the lengths of the sets of shingles alone allow a Jaccard similarity: it is at
   * most the smaller number divided by the larger one.
   */
  boolean lengthsAllow(double jaccard, TextOutline other) {
    boolean isShort = TextKeys.shingle(points, other.points) == TextKeys.SHORT_SHINGLE;
    int one = isShort ? shorter.size : longer.size;
    int two = isShort ? other.shorter.size : other.longer.size;
    return one < 0 || two < 0 || (double) Math.min(one, two) / Math.max(one, two) >= jaccard;
  }

  /** Returns false only if the condition of the rule fails, apart from its threshold. */
  boolean mayHold(TextRule rule, TextOutline other) {
    return switch (rule) {
      case SHINGLES -> true;
      case NORMAL_FORM, WORD_BAG ->
          points == other.points && words == other.words && wordBits == other.wordBits;
      case MISSPELLING ->
          words == other.words
              && Math.abs(points - other.points) <= 1
              && Math.max(points, other.points) < TextKeys.LONG
              && Long.bitCount(wordBits & ~other.wordBits) <= 1
              && Long.bitCount(other.wordBits & ~wordBits) <= 1;
    };
  }
}
