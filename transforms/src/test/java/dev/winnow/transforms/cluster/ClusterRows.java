package dev.winnow.transforms.cluster;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.NearestCentroid;
import dev.winnow.transforms.kernel.UnitVector;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** k-means on vectors in memory, for tests. */
public final class ClusterRows {

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false), false);

  /** Returns rows whose id is their index, scaled to unit length. */
  public static Dataset<Row> dataset(float[][] vectors, int partitions) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < vectors.length; i++) {
      UnitVector unit = UnitVector.of(vectors[i]);
      if (unit.code() == null) {
        rows.add(RowFactory.create(String.valueOf(i), unit.vector()));
      }
    }
    return LocalSpark.session().createDataFrame(rows, SCHEMA).repartition(partitions);
  }

  /** Fits all rows with at most 25 iterations. */
  public static KMeansFit fit(float[][] vectors, int k, long seed) {
    KMeansOptions options =
        new KMeansOptions(
            k, Metric.COSINE, 25, 0, KMeansOptions.Init.K_MEANS_PARALLEL, 2, seed, 0, null);
    Dataset<Row> rows = dataset(vectors, 2);
    return new DistributedKMeans(options, line -> {}).fit(rows, rows.count(), IterationStore.NONE);
  }

  /** Returns the cluster of each vector. */
  public static int[] assign(float[][] vectors, KMeansFit fit) {
    return assign(vectors, fit.centroids(), fit.dim());
  }

  /** Returns the nearest of {@code float[k * dim]} for each vector. */
  public static int[] assign(float[][] vectors, float[] centroids, int dim) {
    NearestCentroid kernel = NearestCentroid.of(centroids, dim);
    int[] clusters = new int[vectors.length];
    int[] one = new int[1];
    float[] similarity = new float[1];
    for (int i = 0; i < vectors.length; i++) {
      UnitVector unit = UnitVector.of(vectors[i]);
      if (unit.code() == null) {
        kernel.assign(unit.vector(), 0, 1, one, similarity);
        clusters[i] = one[0];
      }
    }
    return clusters;
  }

  private ClusterRows() {}
}
