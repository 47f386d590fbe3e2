package dev.winnow.transforms.dedup.semantic;

import java.io.Serializable;

/** A set of places from 0 to before n, of an eighth of a byte each. */
final class PlaceSet implements Serializable {

  private final long n;
  private final long[] words;

  PlaceSet(long n) {
    this.n = n;
    this.words = new long[Math.toIntExact((n + 63) / 64)];
  }

  /** All of them. */
  static PlaceSet all(long n) {
    PlaceSet all = new PlaceSet(n);
    java.util.Arrays.fill(all.words, -1);
    if (n % 64 != 0) {
      all.words[all.words.length - 1] = (1L << (n % 64)) - 1;
    }
    return all;
  }

  boolean contains(long place) {
    return (words[(int) (place >> 6)] & (1L << (place & 63))) != 0;
  }

  void add(long[] places) {
    for (long place : places) {
      words[(int) (place >> 6)] |= 1L << (place & 63);
    }
  }

  void remove(long[] places) {
    for (long place : places) {
      words[(int) (place >> 6)] &= ~(1L << (place & 63));
    }
  }

  void add(PlaceSet other) {
    for (int i = 0; i < words.length; i++) {
      words[i] |= other.words[i];
    }
  }

  /** Those of this set that the other one lacks. */
  PlaceSet without(PlaceSet other) {
    PlaceSet left = new PlaceSet(n);
    for (int i = 0; i < words.length; i++) {
      left.words[i] = words[i] & ~other.words[i];
    }
    return left;
  }

  boolean isEmpty() {
    for (long word : words) {
      if (word != 0) {
        return false;
      }
    }
    return true;
  }
}
