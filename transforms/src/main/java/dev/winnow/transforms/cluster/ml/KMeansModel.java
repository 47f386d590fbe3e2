package dev.winnow.transforms.cluster.ml;

import dev.winnow.transforms.cluster.CentroidSlices;
import dev.winnow.transforms.cluster.ShippedCentroids;
import dev.winnow.transforms.kernel.Kernels;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.NearestCentroid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Fitted {@link KMeans}: adds a column with the nearest cluster of each row, ties to the lower. */
public final class KMeansModel extends Model<KMeansModel>
    implements KMeansParams<KMeansModel>, MLWritable {

  private static final StructType CENTROIDS =
      new StructType()
          .add("cluster", DataTypes.IntegerType, false)
          .add("centroid", DataTypes.createArrayType(DataTypes.FloatType, false), false);

  private final String uid;
  private final KMeansSettings settings;
  private final float[] centroids;
  private final int dim;
  private KMeansSummary summary;

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
    return new Reader();
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
    return new Writer(this);
  }

  /** Writes the parameters in Spark's format, and beside them the centroids as Parquet. */
  private static final class Writer extends MLWriter {

    private final KMeansModel model;

    Writer(KMeansModel model) {
      this.model = model;
    }

    @Override
    public void saveImpl(String path) {
      try {
        new DefaultParamsWriter(model).save(path);
      } catch (IOException e) {
        throw new UncheckedIOException("the model must be writable at " + path, e);
      }
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(sparkSession().sparkContext());
      int dim = model.dim;
      Broadcast<float[]> shipped = spark.broadcast(model.centroids);
      try {
        JavaRDD<Row> rows =
            CentroidSlices.of(spark, List.of(model.centroids.length / dim), dim)
                .flatMap(slice -> rows(shipped.value(), slice, dim));
        sparkSession().createDataFrame(rows, CENTROIDS).write().parquet(path + "/data");
      } finally {
        shipped.destroy();
      }
    }

    private static Iterator<Row> rows(float[] centroids, int[] slice, int dim) {
      return IntStream.range(slice[1], slice[2])
          .mapToObj(
              i -> {
                Float[] centroid = new Float[dim];
                for (int j = 0; j < dim; j++) {
                  centroid[j] = centroids[i * dim + j];
                }
                return RowFactory.create(i, centroid);
              })
          .iterator();
    }
  }

  private static final class Reader extends MLReader<KMeansModel> {

    @Override
    public KMeansModel load(String path) {
      KMeansModel params = new DefaultParamsReader<KMeansModel>().load(path);
      SparkSession session = sparkSession();
      // Row by row: a list of all rows would hold each number as an object.
      SortedMap<Integer, float[]> rows = new TreeMap<>();
      Iterator<Row> stored = session.read().parquet(path + "/data").toLocalIterator();
      while (stored.hasNext()) {
        Row row = stored.next();
        List<Float> values = row.getList(1);
        float[] centroid = new float[values.size()];
        for (int j = 0; j < centroid.length; j++) {
          centroid[j] = values.get(j);
        }
        rows.put(row.getInt(0), centroid);
      }
      int dim = rows.get(rows.firstKey()).length;
      float[] centroids = new float[rows.size() * dim];
      int at = 0;
      for (float[] centroid : rows.values()) {
        System.arraycopy(centroid, 0, centroids, at, dim);
        at += dim;
      }
      return params.copyValues(new KMeansModel(params.uid(), centroids, dim), new ParamMap());
    }
  }
}
