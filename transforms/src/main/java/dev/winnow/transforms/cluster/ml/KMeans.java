package dev.winnow.transforms.cluster.ml;

import dev.winnow.transforms.cluster.DistributedKMeans;
import dev.winnow.transforms.cluster.IterationStore;
import dev.winnow.transforms.cluster.KMeansFit;
import dev.winnow.transforms.cluster.KMeansOptions;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * k-means as a stage of Spark ML pipelines. It has the parameters of MLlib's KMeans: {@code
 * featuresCol} (default {@code features}), {@code predictionCol} ({@code prediction}), {@code k}
 * (2), {@code maxIter} (20), {@code tol} (1e-4), {@code seed} (0), {@code initMode} ({@code
 * k-means||}, {@code k-means++} or {@code random}), {@code initSteps} (2) and {@code
 * distanceMeasure} ({@code euclidean} or {@code cosine}). Two more are {@code
 * sampleRowsPerCluster}, the approximate number of rows that the fit reads for each cluster (0: all
 * rows), and {@code device} ({@code auto}, {@code cpu} or {@code gpu}), which changes no result.
 *
 * <p>Features are arrays of floats or doubles, or MLlib's vectors, and become floats. A row is
 * identified by the hash of its features, so the model depends only on the set of rows and the
 * seed, not on partitions, cores or order; the model of MLlib's KMeans depends on partitions. Under
 * the cosine measure rows are scaled to unit length. The nearest centroid is found in floats:
 * subtract the mean first from rows whose distance from the origin is some thousand times that
 * between clusters.
 *
 * <p>Cost: that of {@link DistributedKMeans}, and one job to count the rows when only a sample is
 * read. The fit fails, with the reason, on features that are null, hold a null or a value that is
 * not finite, differ in length, or are zero under the cosine measure.
 */
public final class KMeans extends Estimator<KMeansModel>
    implements KMeansParams<KMeans>, DefaultParamsWritable {

  private static final Logger LOG = LoggerFactory.getLogger(KMeans.class);

  private final String uid;
  private final KMeansSettings settings;

  public KMeans() {
    this(Identifiable$.MODULE$.randomUID("kmeans"));
  }

  /** Constructor by which Spark copies and loads stages. */
  public KMeans(String uid) {
    this.uid = uid;
    this.settings = new KMeansSettings(this);
    settings.setDefaults();
  }

  /** Reads an estimator that {@code save} wrote. */
  public static KMeans load(String path) {
    return read().load(path);
  }

  public static MLReader<KMeans> read() {
    return new DefaultParamsReader<>();
  }

  @Override
  public KMeansModel fit(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    KMeansOptions options = settings.options();
    Dataset<Row> rows = FeatureRows.of(dataset.toDF(), getFeaturesCol(), options.metric());
    long count = options.fitRowsPerCentroid() == 0 ? Long.MAX_VALUE : rows.count();
    if (count == 0) {
      throw new IllegalArgumentException("the dataset must hold at least one row, got none");
    }
    KMeansFit fit = new DistributedKMeans(options, LOG::info).fit(rows, count, IterationStore.NONE);
    fit.warnings().forEach(LOG::warn);
    KMeansModel model =
        copyValues(new KMeansModel(uid, fit.centroids(), fit.dim()), new ParamMap());
    model.setParent(this);
    return model.withSummary(new KMeansSummary(model, dataset.toDF(), fit));
  }

  /**
   * Returns the schema with the prediction's column.
   *
   * @throws IllegalArgumentException when the features' column is absent or of another type, or the
   *     prediction's column exists already
   */
  @Override
  public StructType transformSchema(StructType schema) {
    return FeatureRows.schema(schema, getFeaturesCol(), getPredictionCol());
  }

  @Override
  public KMeans copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public KMeansSettings settings() {
    return settings;
  }

  public KMeans setK(int value) {
    return settings.set(k(), value);
  }

  public KMeans setMaxIter(int value) {
    return settings.set(maxIter(), value);
  }

  public KMeans setTol(double value) {
    return settings.set(tol(), value);
  }

  public KMeans setSeed(long value) {
    return settings.set(seed(), value);
  }

  public KMeans setInitMode(String value) {
    return settings.set(initMode(), value);
  }

  public KMeans setInitSteps(int value) {
    return settings.set(initSteps(), value);
  }

  public KMeans setDistanceMeasure(String value) {
    return settings.set(distanceMeasure(), value);
  }

  public KMeans setSampleRowsPerCluster(int value) {
    return settings.set(sampleRowsPerCluster(), value);
  }
}
