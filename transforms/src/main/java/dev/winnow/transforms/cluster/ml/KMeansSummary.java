package dev.winnow.transforms.cluster.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import dev.winnow.transforms.cluster.FitRows;
import dev.winnow.transforms.cluster.HashedVector;
import dev.winnow.transforms.cluster.KMeansFit;
import dev.winnow.transforms.cluster.SparkRows;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Summary of a fit of {@link KMeans}. Figures that need a pass over the training data make it at
 * the first call, in two jobs.
 */
public final class KMeansSummary {

  private final KMeansModel model;
  private final Dataset<Row> data;
  private final KMeansFit fit;
  private FitRows.Update measured;

  KMeansSummary(KMeansModel model, Dataset<Row> data, KMeansFit fit) {
    this.model = model;
    this.data = data;
    this.fit = fit;
  }

  public int k() {
    return fit.k();
  }

  /** Returns the number of iterations. */
  public int numIter() {
    return fit.iterations().size();
  }

  /** Returns true when the last iteration moved no centroid by more than the tolerance. */
  public boolean converged() {
    return fit.converged();
  }

  /** Returns the number of rows that the fit read. */
  public long fitRows() {
    return fit.fitRows();
  }

  /** Returns the sum of the distances over the fitting rows, at the start of each iteration. */
  public double[] inertia() {
    return fit.inertia().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Returns the seconds of each iteration. */
  public double[] seconds() {
    return fit.iterations().stream().mapToDouble(KMeansFit.Iteration::seconds).toArray();
  }

  /** Returns messages for the user, such as that k was lowered; empty when there are none. */
  public List<String> warnings() {
    return fit.warnings();
  }

  /** Returns the training data with their clusters. Lazy. */
  public Dataset<Row> predictions() {
    return model.transform(data);
  }

  /** Returns the number of rows of the training data in each cluster. */
  public long[] clusterSizes() {
    return measured().counts().clone();
  }

  /** Returns the sum of the distances of the training data to their clusters, squared or cosine. */
  public double trainingCost() {
    return measured().inertia();
  }

  private synchronized FitRows.Update measured() {
    if (measured == null) {
      Dataset<Row> rows = FeatureRows.of(data, model.getFeaturesCol(), model.settings().metric());
      try (SparkRows packed =
          new SparkRows(
              rows.select(xxhash64(col("id")).as("hash"), col("embedding").as("vector"))
                  .as(Encoders.bean(HashedVector.class)),
              model.settings().metric(),
              model.centroids().length / model.dim(),
              model.settings().device())) {
        measured = packed.tally(model.centroids());
      }
    }
    return measured;
  }
}
