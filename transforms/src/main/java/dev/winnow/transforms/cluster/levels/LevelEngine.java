package dev.winnow.transforms.cluster.levels;

import dev.winnow.transforms.cluster.Assigner;
import dev.winnow.transforms.cluster.FitBlock;
import dev.winnow.transforms.cluster.HashedVector;
import dev.winnow.transforms.cluster.IterationStore;
import dev.winnow.transforms.cluster.KMeansFit;
import dev.winnow.transforms.cluster.KMeansOptions;
import dev.winnow.transforms.cluster.Lloyd;
import dev.winnow.transforms.cluster.LocalRows;
import dev.winnow.transforms.cluster.ShippedCentroids;
import dev.winnow.transforms.cluster.SparkRows;
import dev.winnow.transforms.kernel.Device;
import dev.winnow.transforms.kernel.Kernels;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.NearestCentroid;
import dev.winnow.transforms.kernel.SumSteps;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/**
 * The machine that fits a level over others: the driver or the executors. Both give the same bits.
 *
 * <p>Blocks hold unit vectors, at least one.
 */
interface LevelEngine {

  /**
   * The nearest centroid of each row.
   *
   * @param distances cosine distances, in [0, 2]
   */
  record Nearest(int[] clusters, double[] distances) implements Serializable {

    static Nearest of(List<FitBlock> blocks, Assigner assigner) {
      int n = blocks.stream().mapToInt(FitBlock::size).sum();
      Nearest nearest = new Nearest(new int[n], new double[n]);
      int[] at = {0};
      Iterator<FitBlock> rows = blocks.iterator();
      assigner.forEach(
          rows,
          (block, row, cluster, distance) -> {
            nearest.clusters[at[0]] = cluster;
            nearest.distances[at[0]] = distance;
            at[0]++;
          });
      return nearest;
    }
  }

  /** Fits all rows. */
  KMeansFit fit(List<FitBlock> rows, KMeansOptions options);

  /**
   * Finds the nearest centroids of the rows, in their order.
   *
   * @param centroids {@code float[k * dim]}
   */
  Nearest nearest(List<FitBlock> rows, float[] centroids);

  /** Fits in the calling thread, on the CPU. */
  final class OnDriver implements LevelEngine {

    @Override
    public KMeansFit fit(List<FitBlock> rows, KMeansOptions options) {
      return new Lloyd(options, line -> {})
          .fit(new LocalRows(rows, Metric.COSINE, SumSteps.UNIT), IterationStore.NONE);
    }

    @Override
    public Nearest nearest(List<FitBlock> rows, float[] centroids) {
      NearestCentroid kernel =
          NearestCentroid.of(centroids, rows.get(0).dim(), Metric.COSINE, Kernels.cpu());
      return Nearest.of(rows, new Assigner(kernel, Metric.COSINE, centroids));
    }
  }

  /**
   * Fits on the executors, to which the driver sends the rows: {@code 4 dim} bytes a row for each
   * fit and each search for the nearest centroids, about 4 MB a task.
   */
  final class OnExecutors implements LevelEngine {

    /** Largest number of blocks in a task. */
    private static final int TASK_BLOCKS = 8;

    private final SparkSession session;
    private final JavaSparkContext spark;
    private final Device device;

    OnExecutors(SparkSession session, Device device) {
      this.session = session;
      this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      this.device = device;
    }

    private JavaRDD<FitBlock> send(List<FitBlock> rows) {
      int tasks = Math.max(spark.defaultParallelism(), (rows.size() - 1) / TASK_BLOCKS + 1);
      return spark.parallelize(rows, Math.min(tasks, rows.size()));
    }

    @Override
    public KMeansFit fit(List<FitBlock> rows, KMeansOptions options) {
      Dataset<HashedVector> vectors =
          session.createDataset(
              send(rows).flatMap(OnExecutors::vectors).rdd(), Encoders.bean(HashedVector.class));
      try (SparkRows packed = new SparkRows(vectors, Metric.COSINE, options.k(), device)) {
        return new Lloyd(options, line -> {}).fit(packed, IterationStore.NONE);
      }
    }

    private static Iterator<HashedVector> vectors(FitBlock block) {
      List<HashedVector> vectors = new ArrayList<>(block.size());
      for (int i = 0; i < block.size(); i++) {
        HashedVector vector = new HashedVector();
        vector.setHash(block.hashes()[i]);
        vector.setVector(block.row(i));
        vectors.add(vector);
      }
      return vectors.iterator();
    }

    @Override
    public Nearest nearest(List<FitBlock> rows, float[] centroids) {
      int n = rows.stream().mapToInt(FitBlock::size).sum();
      Nearest all = new Nearest(new int[n], new double[n]);
      int dim = rows.get(0).dim();
      try (ShippedCentroids shipped =
          new ShippedCentroids(spark, centroids, dim, Metric.COSINE, device)) {
        int at = 0;
        for (Nearest part : send(rows).mapPartitions(task -> nearest(task, shipped)).collect()) {
          System.arraycopy(part.clusters(), 0, all.clusters(), at, part.clusters().length);
          System.arraycopy(part.distances(), 0, all.distances(), at, part.distances().length);
          at += part.clusters().length;
        }
      }
      return all;
    }

    private static Iterator<Nearest> nearest(Iterator<FitBlock> task, ShippedCentroids shipped) {
      List<FitBlock> blocks = new ArrayList<>();
      task.forEachRemaining(blocks::add);
      return List.of(Nearest.of(blocks, shipped.assigner())).iterator();
    }
  }
}
