package dev.winnow.transforms.dedup.groups;

import java.util.Arrays;

/** Numbers whole numbers from 0 in the order in which they come. Takes 20 to 40 bytes a key. */
public final class LongIndex {

  private long[] keys = new long[16];

  /** Slots of open addressing: one more than the number of the slot's key, 0 for an empty slot. */
  private int[] slots = new int[32];

  private int size;

  public int size() {
    return size;
  }

  /** Returns all keys in the order of their numbers. */
  public long[] keys() {
    return Arrays.copyOf(keys, size);
  }

  /** Returns the number of a key. A new key gets the next number. */
  public int number(long key) {
    int at = slot(key);
    if (slots[at] == 0) {
      if (2 * size == slots.length) {
        slots = new int[Math.multiplyExact(2, slots.length)];
        for (int i = 0; i < size; i++) {
          slots[slot(keys[i])] = i + 1;
        }
        at = slot(key);
      }
      if (size == keys.length) {
        keys = Arrays.copyOf(keys, 2 * size);
      }
      keys[size++] = key;
      slots[at] = size;
    }
    return slots[at] - 1;
  }

  private int slot(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    int at = (int) (mixed >>> 32) & (slots.length - 1);
    while (slots[at] != 0 && keys[slots[at] - 1] != key) {
      at = (at + 1) & (slots.length - 1);
    }
    return at;
  }
}
