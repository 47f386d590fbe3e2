package dev.winnow.transforms.select.zcore;

import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;
import scala.Tuple2;

/**
 * Sums of whole steps by the number of a row, in two arrays that grow with the numbers: at most 64
 * bytes a number.
 */
final class StepSums {

  private static final long NONE = -1;

  private long[] numbers = new long[1024];
  private long[] sums = new long[1024];
  private int size;

  StepSums() {
    Arrays.fill(numbers, NONE);
  }

  /** Adds a point that the row is nearest to, and the penalties of the rows near to it. */
  void add(long winner, Near near) {
    add(winner, (long) Near.STEPS);
    long[] penalties = near.penalties();
    for (int i = 0; i < penalties.length; i++) {
      add(near.numbers()[i], -penalties[i]);
    }
  }

  /**
   * Adds steps to the sum of a number.
   *
   * @param number at least 0
   */
  void add(long number, long steps) {
    int at = place(number);
    if (numbers[at] == NONE) {
      numbers[at] = number;
      size++;
    }
    sums[at] += steps;
    if (2 * size > numbers.length) {
      grow();
    }
  }

  private int place(long number) {
    int mask = numbers.length - 1;
    int at = (int) (number * 0x9E3779B97F4A7C15L >>> 33) & mask;
    while (numbers[at] != NONE && numbers[at] != number) {
      at = at + 1 & mask;
    }
    return at;
  }

  private void grow() {
    long[] oldNumbers = numbers;
    long[] oldSums = sums;
    numbers = new long[2 * oldNumbers.length];
    sums = new long[numbers.length];
    Arrays.fill(numbers, NONE);
    for (int i = 0; i < oldNumbers.length; i++) {
      if (oldNumbers[i] != NONE) {
        int at = place(oldNumbers[i]);
        numbers[at] = oldNumbers[i];
        sums[at] = oldSums[i];
      }
    }
  }

  /** Returns each number with its sum. */
  Iterator<Tuple2<Long, Long>> pairs() {
    return IntStream.range(0, numbers.length)
        .filter(at -> numbers[at] != NONE)
        .mapToObj(at -> new Tuple2<>(numbers[at], sums[at]))
        .iterator();
  }
}
