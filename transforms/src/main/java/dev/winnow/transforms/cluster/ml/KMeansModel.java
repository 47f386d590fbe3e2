package dev.winnow.transforms.cluster.ml;

import dev.winnow.transforms.cluster.ShippedCentroids;
import dev.winnow.transforms.kernel.Kernels;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.NearestCentroid;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Fitted {@link KMeans}: adds a column with the nearest cluster of each row, ties to the lower. */
public final class KMeansModel extends Model<KMeansModel>
    implements KMeansParams<KMeansModel>, MLWritable {

  /** Bytes of all but the centroids, in round figures. */
  private static final int FIXED_BYTES = 10_000;

  private final String uid;
  private final KMeansSettings settings;
  private final float[] centroids;
  private final int dim;
  private KMeansSummary summary;

  /** Constructor by which Spark Connect's server finds the class; a model without centroids. */
  public KMeansModel() {
    this(Identifiable$.MODULE$.randomUID("kmeans"));
  }

  /** Constructor by which Spark loads the parameters of a stage. */
  public KMeansModel(String uid) {
    this(uid, new float[0], 0);
  }

  KMeansModel(String uid, float[] centroids, int dim) {
    this.uid = uid;
    this.centroids = centroids;
    this.dim = dim;
    this.settings = new KMeansSettings(this);
    settings.setDefaults();
  }

  KMeansModel withSummary(KMeansSummary fitted) {
    this.summary = fitted;
    return this;
  }

  /** Reads a model that {@code save} wrote. It has no summary. */
  public static KMeansModel load(String path) {
    return read().load(path);
  }

  public static MLReader<KMeansModel> read() {
    return new KMeansModelReader();
  }

  /** Returns the clusters' centres, of unit length under the cosine measure. */
  public Vector[] clusterCenters() {
    Vector[] centers = new Vector[centroids.length / dim];
    for (int i = 0; i < centers.length; i++) {
      double[] center = new double[dim];
      for (int j = 0; j < dim; j++) {
        center[j] = centroids[i * dim + j];
      }
      centers[i] = Vectors.dense(center);
    }
    return centers;
  }

  /** Returns the centroids as {@code float[k * dim]}. */
  float[] centroids() {
    return centroids;
  }

  /** Returns the length of a centroid. */
  int dim() {
    return dim;
  }

  /**
   * Returns the bytes that the model takes in memory. Spark Connect's server limits them. Spark 4.1
   * and later have this method; its own would count the session behind the summary.
   */
  public long estimatedSize() {
    return 4L * centroids.length + FIXED_BYTES;
  }

  /** Returns the cluster of one row. */
  public int predict(Vector features) {
    int[] cluster = new int[1];
    float[] row = FeatureRows.floats(features, unit());
    requireLength(row.length, dim);
    NearestCentroid.of(centroids, dim, settings.metric(), Kernels.cpu())
        .assign(row, 0, 1, cluster, new float[1]);
    return cluster[0];
  }

  private boolean unit() {
    return settings.metric() == Metric.COSINE;
  }

  static void requireLength(int length, int dim) {
    if (length != dim) {
      throw new IllegalArgumentException(
          "features must have the model's length of " + dim + ", got " + length);
    }
  }

  public boolean hasSummary() {
    return summary != null;
  }

  /**
   * Returns the summary of the fit.
   *
   * @throws IllegalStateException when this model was loaded and not fitted
   */
  public KMeansSummary summary() {
    if (summary == null) {
      throw new IllegalStateException("a loaded model has no summary; fit it again");
    }
    return summary;
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType schema = transformSchema(dataset.schema());
    int input = dataset.schema().fieldIndex(getFeaturesCol());
    ShippedCentroids shipped =
        new ShippedCentroids(
            JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext()),
            centroids,
            dim,
            settings.metric(),
            settings.device());
    boolean unit = unit();
    int length = dim;
    return dataset
        .toDF()
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>)
                rows -> new PredictedRows(rows, shipped.kernel(), length, input, unit),
            Encoders.row(schema));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return FeatureRows.schema(schema, getFeaturesCol(), getPredictionCol());
  }

  @Override
  public KMeansModel copy(ParamMap extra) {
    KMeansModel copy = copyValues(new KMeansModel(uid, centroids, dim), extra);
    copy.setParent(parent());
    return copy.withSummary(summary);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public KMeansSettings settings() {
    return settings;
  }

  @Override
  public MLWriter write() {
    return new KMeansModelWriter(this);
  }
}
