package dev.winnow.transforms.select.zcore;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Nearest row of each point, with its coordinates in the dimensions of the point.
 *
 * @param distances distance of the row of each draw; infinite for none
 * @param numbers number of that row
 * @param coordinates {@code float[draws * dims]}
 */
record Winners(double[] distances, long[] numbers, float[] coordinates) implements Serializable {

  /** Finds the nearest rows among those of a block. */
  static Winners of(ColumnBlock block, PointDraws points, int draws) {
    int dims = points.dims();
    Winners winners = none(draws, dims);
    int[] chosen = new int[dims];
    double[] at = new double[dims];
    NearestFew found = new NearestFew(1);
    for (int draw = 0; draw < draws; draw++) {
      points.draw(draw, chosen, at);
      block.nearest(chosen, at, -1, found);
      if (found.size() > 0) {
        winners.distances[draw] = found.distance(0);
        winners.numbers[draw] = found.number(0);
        int row = (int) (found.number(0) - block.first());
        for (int i = 0; i < dims; i++) {
          winners.coordinates[draw * dims + i] = block.columns()[chosen[i]][row];
        }
      }
    }
    return winners;
  }

  static Winners none(int draws, int dims) {
    Winners winners =
        new Winners(new double[draws], new long[draws], new float[Math.multiplyExact(draws, dims)]);
    Arrays.fill(winners.distances, Double.POSITIVE_INFINITY);
    return winners;
  }

  /** Takes over the rows of the other that are nearer, ties to the lower number; returns this. */
  Winners merge(Winners other) {
    int dims = distances.length == 0 ? 0 : coordinates.length / distances.length;
    for (int draw = 0; draw < distances.length; draw++) {
      if (other.distances[draw] < distances[draw]
          || other.distances[draw] == distances[draw] && other.numbers[draw] < numbers[draw]) {
        distances[draw] = other.distances[draw];
        numbers[draw] = other.numbers[draw];
        System.arraycopy(other.coordinates, draw * dims, coordinates, draw * dims, dims);
      }
    }
    return this;
  }

  /** Returns the number of rows that are nearest to some point. */
  long rows() {
    return Arrays.stream(numbers).distinct().count();
  }
}
