package dev.winnow.transforms.sql;

import dev.winnow.transforms.kernel.Kernels;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.NearestCentroid;
import dev.winnow.transforms.score.CosineDistances;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.StructType;

/**
 * Prototypes of an array of SQL, packed for this JVM's kernel on the CPU. Any number of threads may
 * use one instance.
 */
final class PrototypeSet {

  private final int[] clusters;
  private final NearestCentroid kernel;
  private final CosineDistances distances;

  private PrototypeSet(int[] clusters, float[] centroids) {
    int dim = centroids.length / clusters.length;
    this.clusters = clusters;
    this.kernel = NearestCentroid.of(centroids, dim, Metric.COSINE, Kernels.cpu());
    this.distances = new CosineDistances(centroids, dim);
  }

  /**
   * Packs the prototypes in the order of their clusters, since the kernel gives ties to the lower
   * index.
   *
   * @param array at least one struct
   * @param type of the structs, with {@code cluster_id} and {@code prototype}
   * @throws IllegalArgumentException when a struct or a field of it is null, two have the same
   *     {@code cluster_id}, or vectors differ in length
   */
  static PrototypeSet of(ArrayData array, StructType type) {
    int id = type.fieldIndex(NearestPrototype.CLUSTER_ID);
    int vector = type.fieldIndex(NearestPrototype.PROTOTYPE);
    SortedMap<Integer, float[]> rows = new TreeMap<>();
    for (int i = 0; i < array.numElements(); i++) {
      InternalRow row = array.isNullAt(i) ? null : array.getStruct(i, type.size());
      if (row == null || row.isNullAt(id) || row.isNullAt(vector)) {
        throw new IllegalArgumentException("prototypes must hold no null, got one in element " + i);
      }
      int cluster = row.getInt(id);
      if (rows.put(cluster, Vectors.floats("prototype", row.getArray(vector))) != null) {
        throw new IllegalArgumentException(
            "prototypes must hold each cluster_id once, got "
                + cluster
                + " twice; choose the clusters of examples: WHERE level = 0");
      }
    }
    int dim = rows.get(rows.firstKey()).length;
    int[] clusters = new int[rows.size()];
    float[] centroids = new float[Math.multiplyExact(rows.size(), dim)];
    Iterator<Map.Entry<Integer, float[]>> entries = rows.entrySet().iterator();
    for (int i = 0; i < clusters.length; i++) {
      Map.Entry<Integer, float[]> entry = entries.next();
      if (entry.getValue().length != dim) {
        throw new IllegalArgumentException(
            "prototypes must have as many dimensions, got "
                + dim
                + " and "
                + entry.getValue().length);
      }
      clusters[i] = entry.getKey();
      System.arraycopy(entry.getValue(), 0, centroids, i * dim, dim);
    }
    return new PrototypeSet(clusters, centroids);
  }

  /** Returns (cluster_id, cosine_dist_to_cent) of a vector. */
  InternalRow nearest(float[] embedding) {
    Vectors.requireEqual(embedding.length, kernel.dim());
    int[] index = new int[1];
    kernel.assign(embedding, 0, 1, index, new float[1]);
    return new GenericInternalRow(
        new Object[] {clusters[index[0]], distances.distance(embedding, 0, index[0])});
  }
}
