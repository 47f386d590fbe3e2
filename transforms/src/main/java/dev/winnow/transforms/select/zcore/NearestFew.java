package dev.winnow.transforms.select.zcore;

import java.util.Arrays;

/** The few rows of the least distances, the nearest first; ties go to the lower number. */
final class NearestFew {

  private final double[] distances;
  private final long[] numbers;
  private int size;

  /**
   * @param most number of rows that are kept, at least 1
   */
  NearestFew(int most) {
    distances = new double[most];
    numbers = new long[most];
  }

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  double distance(int rank) {
    return distances[rank];
  }

  long number(int rank) {
    return numbers[rank];
  }

  /** Returns the distance above which no row would be kept; infinite while there is room. */
  double bound() {
    return size < distances.length ? Double.POSITIVE_INFINITY : distances[size - 1];
  }

  void offer(double distance, long number) {
    if (size == distances.length && !before(distance, number, size - 1)) {
      return;
    }
    int low = 0;
    int high = Math.min(size, distances.length - 1);
    int end = high;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (before(distance, number, middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    System.arraycopy(distances, low, distances, low + 1, end - low);
    System.arraycopy(numbers, low, numbers, low + 1, end - low);
    distances[low] = distance;
    numbers[low] = number;
    size = Math.min(size + 1, distances.length);
  }

  private boolean before(double distance, long number, int rank) {
    return distance < distances[rank] || distance == distances[rank] && number < numbers[rank];
  }

  /** Returns a copy of the rows. */
  Near copy() {
    return new Near(Arrays.copyOf(distances, size), Arrays.copyOf(numbers, size));
  }
}
