package dev.winnow.transforms.cluster.levels;

import dev.winnow.transforms.cluster.Block;
import dev.winnow.transforms.cluster.HashedVector;
import dev.winnow.transforms.cluster.IterationStore;
import dev.winnow.transforms.cluster.KMeansFit;
import dev.winnow.transforms.cluster.KMeansOptions;
import dev.winnow.transforms.cluster.Lloyd;
import dev.winnow.transforms.cluster.ShippedCentroids;
import dev.winnow.transforms.cluster.SparkRows;
import dev.winnow.transforms.kernel.Device;
import dev.winnow.transforms.kernel.Metric;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/**
 * Fits on the executors, to which the driver sends the rows: {@code 4 dim} bytes a row for each fit
 * and each search for the nearest, some 4 MB a task.
 */
final class SparkEngine implements LevelEngine {

  /** Blocks of a task at most. */
  private static final int TASK_BLOCKS = 8;

  private final SparkSession session;
  private final JavaSparkContext spark;
  private final Device device;

  SparkEngine(SparkSession session, Device device) {
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.device = device;
  }

  private JavaRDD<Block> sent(List<Block> rows) {
    int tasks = Math.max(spark.defaultParallelism(), (rows.size() - 1) / TASK_BLOCKS + 1);
    return spark.parallelize(rows, Math.min(tasks, rows.size()));
  }

  @Override
  public KMeansFit fit(List<Block> rows, KMeansOptions options) {
    Dataset<HashedVector> vectors =
        session.createDataset(
            sent(rows).flatMap(SparkEngine::vectors).rdd(), Encoders.bean(HashedVector.class));
    try (SparkRows packed = new SparkRows(vectors, Metric.COSINE, options.k(), device)) {
      return new Lloyd(options, line -> {}).fit(packed, IterationStore.NONE);
    }
  }

  private static Iterator<HashedVector> vectors(Block block) {
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
  public Nearest nearest(List<Block> rows, float[] centroids) {
    int n = rows.stream().mapToInt(Block::size).sum();
    Nearest all = new Nearest(new int[n], new double[n]);
    int dim = rows.get(0).dim();
    try (ShippedCentroids shipped =
        new ShippedCentroids(spark, centroids, dim, Metric.COSINE, device)) {
      int at = 0;
      for (Nearest part : sent(rows).mapPartitions(own -> nearest(own, shipped)).collect()) {
        System.arraycopy(part.clusters(), 0, all.clusters(), at, part.clusters().length);
        System.arraycopy(part.distances(), 0, all.distances(), at, part.distances().length);
        at += part.clusters().length;
      }
    }
    return all;
  }

  private static Iterator<Nearest> nearest(Iterator<Block> own, ShippedCentroids shipped) {
    List<Block> blocks = new ArrayList<>();
    own.forEachRemaining(blocks::add);
    return List.of(Nearest.of(blocks, shipped.assigner())).iterator();
  }
}
