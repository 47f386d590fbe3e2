package dev.winnow.transforms.kernel.simd;

import dev.winnow.transforms.kernel.Triangle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Triangle activations on vectors. The chains of a sum are the lanes of one vector or of two. */
final class SimdTriangle {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();

  /** Changes no bit when added to a sum; see {@link SimdTiles}. */
  private static final float SAME = -0f;

  static void add(float[] dots, int at, float squaredLength, float[] squares, float[] sums) {
    if (LANES != Triangle.CHAINS && 2 * LANES != Triangle.CHAINS) {
      Triangle.add(dots, at, squaredLength, squares, sums);
      return;
    }
    int k = squares.length;
    int whole = k - k % Triangle.CHAINS;
    float[] chains = new float[Triangle.CHAINS];
    if (LANES == Triangle.CHAINS) {
      distances(dots, at, squaredLength, squares, whole, chains);
    } else {
      distancesByTwo(dots, at, squaredLength, squares, whole, chains);
    }
    Triangle.distances(dots, at, squaredLength, squares, whole, chains);
    float mean = Triangle.mean(chains, k);
    activate(dots, at, mean, sums, whole);
    Triangle.activate(dots, at, mean, sums, whole);
  }

  private static void distances(
      float[] dots, int at, float squaredLength, float[] squares, int whole, float[] chains) {
    FloatVector sum = FloatVector.broadcast(FLOATS, 0);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector distance = distance(dots, at + i, squaredLength, squares, i);
      distance.intoArray(dots, at + i);
      sum = sum.add(distance);
    }
    FloatVector.broadcast(FLOATS, SAME).add(sum).intoArray(chains, 0);
  }

  private static void distancesByTwo(
      float[] dots, int at, float squaredLength, float[] squares, int whole, float[] chains) {
    FloatVector left = FloatVector.broadcast(FLOATS, 0);
    FloatVector right = FloatVector.broadcast(FLOATS, 0);
    for (int i = 0; i < whole; i += 2 * LANES) {
      FloatVector distance = distance(dots, at + i, squaredLength, squares, i);
      distance.intoArray(dots, at + i);
      left = left.add(distance);
      distance = distance(dots, at + i + LANES, squaredLength, squares, i + LANES);
      distance.intoArray(dots, at + i + LANES);
      right = right.add(distance);
    }
    FloatVector same = FloatVector.broadcast(FLOATS, SAME);
    same.add(left).intoArray(chains, 0);
    same.add(right).intoArray(chains, LANES);
  }

  private static FloatVector distance(
      float[] dots, int at, float squaredLength, float[] squares, int i) {
    FloatVector dot = FloatVector.fromArray(FLOATS, dots, at);
    return FloatVector.fromArray(FLOATS, squares, i)
        .add(squaredLength)
        .sub(dot.mul(2f))
        .max(0f)
        .sqrt();
  }

  private static void activate(float[] distances, int at, float mean, float[] sums, int whole) {
    FloatVector means = FloatVector.broadcast(FLOATS, mean);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector activation = means.sub(FloatVector.fromArray(FLOATS, distances, at + i)).max(0f);
      FloatVector.fromArray(FLOATS, sums, i).add(activation).intoArray(sums, i);
    }
  }

  private SimdTriangle() {}
}
