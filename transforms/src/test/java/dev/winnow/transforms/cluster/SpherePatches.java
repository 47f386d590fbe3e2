package dev.winnow.transforms.cluster;

import dev.winnow.transforms.kernel.UnitVector;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Points on a sphere, in twelve equal patches around the corners of an icosahedron. The patches
 * stand for concepts. Patch r has {@code largest / (r + 1)^1.5} points, so that patches of equal
 * area have very unequal densities.
 */
public final class SpherePatches {

  static final int PATCHES = 12;
  private static final double RADIUS = 0.35;

  /** Points of unit length, patch by patch. */
  public static float[][] points(int largest, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] corners = corners();
    List<float[]> points = new ArrayList<>();
    for (int patch = 0; patch < PATCHES; patch++) {
      int size = (int) (largest / Math.pow(patch + 1, 1.5));
      while (size > 0) {
        float[] point = new float[3];
        double squares = 0;
        for (int j = 0; j < 3; j++) {
          double offset = RADIUS * (2 * random.nextDouble() - 1);
          point[j] = (float) (corners[patch][j] + offset);
          squares += offset * offset;
        }
        if (squares <= RADIUS * RADIUS) {
          points.add(UnitVector.of(point).vector());
          size--;
        }
      }
    }
    return points.toArray(float[][]::new);
  }

  /** Returns the number of centroids that lie in each patch or are nearest to it. */
  public static int[] perPatch(float[] centroids) {
    double[][] corners = corners();
    int[] counts = new int[PATCHES];
    for (int c = 0; c < centroids.length / 3; c++) {
      int nearest = 0;
      double highest = Double.NEGATIVE_INFINITY;
      for (int patch = 0; patch < PATCHES; patch++) {
        double product = 0;
        for (int j = 0; j < 3; j++) {
          product += centroids[3 * c + j] * corners[patch][j];
        }
        if (product > highest) {
          highest = product;
          nearest = patch;
        }
      }
      counts[nearest]++;
    }
    return counts;
  }

  private static double[][] corners() {
    double golden = (1 + Math.sqrt(5)) / 2;
    double length = Math.sqrt(1 + golden * golden);
    double[][] corners = new double[PATCHES][3];
    for (int i = 0; i < PATCHES; i++) {
      int axis = i / 4;
      corners[i][axis] = (i % 2 == 0 ? 1 : -1) / length;
      corners[i][(axis + 1) % 3] = (i % 4 < 2 ? golden : -golden) / length;
    }
    return corners;
  }

  private SpherePatches() {}
}
