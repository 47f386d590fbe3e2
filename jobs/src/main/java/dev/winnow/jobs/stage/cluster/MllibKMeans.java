package dev.winnow.jobs.stage.cluster;

import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.run.ClusterFacts;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.transforms.cluster.DistributedKMeans;
import dev.winnow.transforms.cluster.KMeansOptions;
import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.kernel.UnitVector;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.clustering.KMeansModel;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Runs Spark MLlib's KMeans on the same sample, by cosine. It sums doubles in the order of the
 * partitions, so its result depends on the partitions.
 */
final class MllibKMeans {

  static Clustering fit(RunContext run, Dataset<Row> embeddings, KMeansOptions options, long rows) {
    Dataset<Row> features =
        DistributedKMeans.sample(embeddings, options, rows)
            .select(functions.array_to_vector(col("vector")).as("features"))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      long fitRows = features.count();
      long start = System.nanoTime();
      KMeansModel model =
          new KMeans()
              .setK(options.k())
              .setMaxIter(options.iterations())
              .setTol(options.tolerance())
              .setInitMode(options.init().label())
              .setInitSteps(options.initSteps())
              .setSeed(options.seed())
              .setDistanceMeasure("cosine")
              .fit(features);
      double seconds = (System.nanoTime() - start) / 1e9;
      Vector[] centers = model.clusterCenters();
      int dim = centers[0].size();
      float[] prototypes = new float[centers.length * dim];
      for (int i = 0; i < centers.length; i++) {
        float[] center = new float[dim];
        for (int j = 0; j < dim; j++) {
          center[j] = (float) centers[i].apply(j);
        }
        System.arraycopy(UnitVector.of(center).vector(), 0, prototypes, i * dim, dim);
      }
      ClusterFacts.Fit facts =
          new ClusterFacts.Fit(
              null,
              "mllib",
              fitRows,
              model.summary().trainingCost(),
              model.summary().numIter(),
              null,
              null,
              null,
              List.of(seconds),
              null);
      List<String> warnings = new ArrayList<>();
      warnings.add(
          "cluster.engine mllib gives other clusters when partitions or cores change; use winnow"
              + " for reproducible releases");
      if (centers.length < options.k()) {
        warnings.add("MLlib found " + centers.length + " of " + options.k() + " clusters");
      }
      return new Clustering(
          CentroidTree.flat(prototypes, dim),
          facts,
          ClusterFacts.Speed.UNKNOWN,
          ClusterFacts.Levels.NONE,
          warnings);
    } finally {
      features.unpersist(false);
    }
  }

  private MllibKMeans() {}
}
