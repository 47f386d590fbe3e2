package dev.winnow.transforms.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.kernel.Device;
import dev.winnow.transforms.kernel.Metric;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.storage.RDDInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("line")
class SparkRowsTest {

  private static final int ROWS = 500;
  private static final int DIM = 6;

  private static Dataset<HashedVector> rows() {
    List<HashedVector> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      HashedVector row = new HashedVector();
      row.setHash(i);
      float[] vector = new float[DIM];
      vector[i % DIM] = 0.8f;
      vector[(i + 1) % DIM] = 0.6f;
      row.setVector(vector);
      rows.add(row);
    }
    return LocalSpark.session().createDataset(rows, Encoders.bean(HashedVector.class));
  }

  private static List<RDDInfo> stored() {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
    return List.of(spark.sc().getRDDStorageInfo());
  }

  /** Bytes of new rows in memory and on disk, and their updated centroids. */
  private record Stored(long memory, long disk, float[] centroids) {

    static Stored beside(int clusters) {
      List<Integer> before = stored().stream().map(RDDInfo::id).toList();
      try (SparkRows rows = new SparkRows(rows(), Metric.COSINE, clusters, Device.CPU)) {
        float[] centroids = new float[2 * DIM];
        centroids[0] = 1;
        centroids[DIM + 3] = 1;
        float[] updated = rows.update(centroids).centroids();
        RDDInfo added =
            stored().stream().filter(rdd -> !before.contains(rdd.id())).findFirst().orElseThrow();
        return new Stored(added.memSize(), added.diskSize(), updated);
      }
    }
  }

  @Test
  void besideManyClustersRowsAreOnDiskAloneWithTheSameResult() {
    Stored few = Stored.beside(SparkRows.FROM_DISK - 1);
    Stored many = Stored.beside(SparkRows.FROM_DISK);
    long floats = ROWS * DIM * (long) Float.BYTES;
    assertTrue(few.memory() >= floats && few.disk() == 0, few.toString());
    assertTrue(many.memory() == 0 && many.disk() >= floats, many.toString());
    assertArrayEquals(few.centroids(), many.centroids());
  }
}
