package dev.winnow.transforms.cluster.ml;

import dev.winnow.transforms.cluster.CentroidSlices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Writes the parameters of a model in Spark's format, and beside them the centroids as Parquet. */
final class KMeansModelWriter extends MLWriter {

  private static final StructType CENTROIDS =
      new StructType()
          .add("cluster", DataTypes.IntegerType, false)
          .add("centroid", DataTypes.createArrayType(DataTypes.FloatType, false), false);

  private final KMeansModel model;

  KMeansModelWriter(KMeansModel model) {
    this.model = model;
  }

  @Override
  public void saveImpl(String path) {
    try {
      new DefaultParamsWriter(model).save(path);
      if (LocalCentroids.isPlace(path)) {
        LocalCentroids.write(path, model.centroids(), model.dim());
        return;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the model must be writable at " + path, e);
    }
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(sparkSession().sparkContext());
    int dim = model.dim();
    Broadcast<float[]> shipped = spark.broadcast(model.centroids());
    try {
      JavaRDD<Row> rows =
          CentroidSlices.of(spark, List.of(model.centroids().length / dim), dim)
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
