package dev.winnow.transforms.dedup.semantic;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.kernel.UnitVector;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Row of these tests. */
record Point(String id, int cluster, double distance, float[] vector) {

  static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("cluster_id", DataTypes.IntegerType, false)
          .add("distance", DataTypes.DoubleType, false)
          .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false), false);

  /** Returns a point of the unit circle. The smaller its angle, the harder it is. */
  static Point atAngle(String id, double degrees) {
    double angle = Math.toRadians(degrees);
    return new Point(
        id,
        0,
        1 - degrees / 360,
        UnitVector.of(new float[] {(float) Math.cos(angle), (float) Math.sin(angle)}).vector());
  }

  static Dataset<Row> dataset(List<Point> points, int partitions) {
    List<Row> rows =
        points.stream()
            .map(p -> RowFactory.create(p.id, p.cluster, p.distance, p.vector))
            .map(Row.class::cast)
            .toList();
    return LocalSpark.rows(SCHEMA, partitions, rows);
  }

  /** Returns the product as the kernels compute it. */
  float dot(Point other) {
    return dot(vector, other.vector, 0);
  }

  private static float dot(float[] one, float[] other, int from) {
    float sum = 0;
    for (int j = 0; j < one.length; j++) {
      sum = Math.fma(one[j], other[from + j], sum);
    }
    return sum;
  }

  static float[] unit(SplittableRandom random, int dim) {
    float[] vector = new float[dim];
    for (int j = 0; j < dim; j++) {
      vector[j] = (float) random.nextGaussian();
    }
    return UnitVector.of(vector).vector();
  }

  /** Returns k prototypes on the sphere. */
  static CentroidTree prototypes(int k, int dim, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] centroids = new float[k * dim];
    for (int c = 0; c < k; c++) {
      System.arraycopy(unit(random, dim), 0, centroids, c * dim, dim);
    }
    return CentroidTree.flat(centroids, dim);
  }

  /**
   * Walks in small steps with a jump now and then, each point in its nearest cluster; some twice.
   */
  static List<Point> walks(int n, CentroidTree prototypes, double step, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int dim = prototypes.dim();
    float[] centroids = prototypes.leaves().centroids();
    List<Point> points = new ArrayList<>();
    float[] at = unit(random, dim);
    for (int i = 0; i < n; i++) {
      if (random.nextInt(12) == 0) {
        at = unit(random, dim);
      } else if (random.nextInt(8) != 0) {
        float[] noise = unit(random, dim);
        float[] moved = new float[dim];
        for (int j = 0; j < dim; j++) {
          moved[j] = (float) (at[j] + step * noise[j]);
        }
        at = UnitVector.of(moved).vector();
      }
      int nearest = 0;
      for (int c = 1; c < centroids.length / dim; c++) {
        nearest = dot(at, centroids, c * dim) > dot(at, centroids, nearest * dim) ? c : nearest;
      }
      double distance = 1 - dot(at, centroids, nearest * dim);
      points.add(new Point("row-" + random.nextInt(10) + "-" + i, nearest, distance, at));
    }
    return points;
  }

  /** Returns the row's cluster and some nearest other clusters; ties to the lower one. */
  List<Integer> clusters(CentroidTree prototypes, int probes) {
    List<Integer> clusters = new ArrayList<>();
    clusters.add(cluster);
    int k = prototypes.size(0);
    while (clusters.size() < Math.min(k, 1 + probes)) {
      int best = -1;
      float greatest = Float.NEGATIVE_INFINITY;
      for (int c = 0; c < k; c++) {
        float product = dot(vector, prototypes.leaves().centroids(), c * prototypes.dim());
        if (!clusters.contains(c) && product > greatest) {
          best = c;
          greatest = product;
        }
      }
      clusters.add(best);
    }
    return clusters;
  }
}
