package dev.winnow.transforms.cluster.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.SparkException;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("line")
class KMeansTest {

  private static final double[][] CORNERS = {{0, 0}, {900, 0}, {0, 900}};

  /** Returns points around three corners of a square, as arrays that may hold nulls. */
  private static Dataset<Row> points(int n) {
    SplittableRandom random = new SplittableRandom(3);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double[] corner = CORNERS[i % 3];
      rows.add(
          RowFactory.create(
              i, List.of(corner[0] + random.nextDouble(), corner[1] + random.nextDouble())));
    }
    StructType schema =
        new StructType()
            .add("n", DataTypes.IntegerType)
            .add("features", DataTypes.createArrayType(DataTypes.DoubleType, true));
    return LocalSpark.session().createDataFrame(rows, schema).repartition(3);
  }

  private static KMeans kmeans() {
    return new KMeans().setK(3).setSeed(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"k-means||", "k-means++"})
  void findsTheCornersByEuclideanDistance(String init) {
    KMeansModel model = kmeans().setInitMode(init).fit(points(300));
    Vector[] centers = model.clusterCenters();
    for (double[] corner : CORNERS) {
      Vector middle = Vectors.dense(corner[0] + 0.5, corner[1] + 0.5);
      Vector nearest = centers[model.predict(middle)];
      assertTrue(Vectors.sqdist(middle, nearest) < 0.05, middle + " is far from " + nearest);
    }
    assertArrayEquals(new long[] {100, 100, 100}, model.summary().clusterSizes());
    assertEquals(300, model.summary().fitRows());
    double cost = model.summary().trainingCost();
    assertTrue(cost > 0 && cost < 300 * 0.5, "cost " + cost);
    double[] inertia = model.summary().inertia();
    assertEquals(inertia.length, model.summary().numIter());
    assertTrue(cost <= inertia[0]);
  }

  @Test
  void randomSeedsAreDistinctRows() {
    Dataset<Row> near = points(300).where("n % 3 = 0");
    KMeansModel model = kmeans().setK(100).setInitMode("random").fit(near);
    assertEquals(100, model.clusterCenters().length);
    assertEquals(0, model.summary().trainingCost(), 1e-6);
    assertEquals(List.of(), model.summary().warnings());
  }

  @Test
  void vectorsAndArraysGiveTheSameModel() {
    Dataset<Row> arrays = points(60);
    Dataset<Row> vectors =
        arrays.withColumn("features", functions.array_to_vector(arrays.col("features")));
    Dataset<Row> floats =
        arrays.withColumn("features", arrays.col("features").cast("array<float>"));
    Vector[] expected = kmeans().fit(arrays).clusterCenters();
    assertArrayEquals(expected, kmeans().fit(vectors).clusterCenters());
    assertArrayEquals(expected, kmeans().fit(floats).clusterCenters());
  }

  @Test
  void addsThePredictionToAllOtherColumns() {
    KMeansModel model = kmeans().setPredictionCol("corner").fit(points(30));
    Dataset<Row> predicted = model.transform(points(30));
    assertEquals(List.of("n", "features", "corner"), Arrays.asList(predicted.columns()));
    int[] corners = new int[3];
    Arrays.fill(corners, -1);
    for (Row row : predicted.collectAsList()) {
      int corner = row.getInt(0) % 3;
      if (corners[corner] < 0) {
        corners[corner] = row.getInt(2);
      }
      assertEquals(corners[corner], row.getInt(2));
    }
  }

  /** Returns rows on three rays, with very different lengths. */
  @Test
  void lengthsDoNotMatterToTheCosineMeasure() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      double angle = i % 3 + 0.001 * i;
      double length = Math.pow(10, i % 7 - 3);
      rows.add(
          RowFactory.create(i, Vectors.dense(length * Math.cos(angle), length * Math.sin(angle))));
    }
    StructType schema =
        new StructType().add("n", DataTypes.IntegerType).add("features", SQLDataTypes.VectorType());
    Dataset<Row> rays = LocalSpark.session().createDataFrame(rows, schema);
    KMeansModel model = kmeans().setDistanceMeasure("cosine").fit(rays);
    assertArrayEquals(new long[] {20, 20, 20}, model.summary().clusterSizes());
    for (Vector center : model.clusterCenters()) {
      assertEquals(1, Vectors.norm(center, 2), 1e-6);
    }
  }

  @Test
  void scalingARowChangesNoBitUnderTheCosineMeasure() {
    KMeans cosine = kmeans().setDistanceMeasure("cosine");
    Dataset<Row> rows = points(60).where("n % 3 > 0");
    Dataset<Row> scaled =
        rows.selectExpr("n", "transform(features, x -> x * pow(2, n % 20 - 10)) as features");
    assertArrayEquals(cosine.fit(rows).clusterCenters(), cosine.fit(scaled).clusterCenters());
  }

  @Test
  void aSampleOfRowsIsEnough() {
    KMeansModel model = kmeans().setSampleRowsPerCluster(50).fit(points(3000));
    long read = model.summary().fitRows();
    assertTrue(read > 75 && read < 300, "rows read " + read);
    assertArrayEquals(new long[] {1000, 1000, 1000}, model.summary().clusterSizes());
  }

  @Test
  void stagesAndModelsAreSavedAndLoadedInPipelines(@TempDir Path folder) throws Exception {
    Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {kmeans().setMaxIter(7)});
    pipeline.save(folder + "/pipeline");
    KMeans loaded = (KMeans) Pipeline.load(folder + "/pipeline").getStages()[0];
    assertEquals(3, loaded.getK());
    assertEquals(7, loaded.getMaxIter());
    assertEquals(5, loaded.getSeed());
    PipelineModel fitted = pipeline.fit(points(60));
    fitted.write().overwrite().save(folder + "/model");
    fitted.write().overwrite().save(folder + "/model");
    PipelineModel again = PipelineModel.load(folder + "/model");
    KMeansModel before = (KMeansModel) fitted.stages()[0];
    KMeansModel after = (KMeansModel) again.stages()[0];
    assertArrayEquals(before.clusterCenters(), after.clusterCenters());
    assertEquals(before.uid(), after.uid());
    assertEquals(7, after.getMaxIter());
    assertTrue(before.hasSummary());
    assertFalse(after.hasSummary());
    assertEquals(
        fitted.transform(points(60)).collectAsList().size(),
        again.transform(points(60)).collectAsList().size());
    assertEquals(
        "a loaded model has no summary; fit it again",
        assertThrows(IllegalStateException.class, after::summary).getMessage());
  }

  @Test
  void copiesKeepTheirParameters() {
    KMeans copy = kmeans().setTol(0.5).copy(new ParamMap());
    assertEquals(0.5, copy.getTol());
    assertEquals("euclidean", copy.getDistanceMeasure());
    assertEquals(2, copy.getInitSteps());
  }

  @Test
  void badInputIsNamed() {
    Dataset<Row> good = points(9);
    assertEquals(
        "featuresCol must be a column, got vector; the columns are [n, features]",
        message(() -> kmeans().setFeaturesCol("vector").fit(good)));
    assertEquals(
        "featuresCol must be a column of vectors or arrays of numbers, n is int",
        message(() -> kmeans().setFeaturesCol("n").fit(good)));
    assertEquals(
        "predictionCol must be a new column, n already exists",
        message(() -> kmeans().setPredictionCol("n").fit(good)));
    assertTrue(message(() -> kmeans().setK(0)).contains("k given invalid value 0"));
  }

  private static String message(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }

  @ParameterizedTest
  @ValueSource(strings = {"array(cast('nan' as double), 1)", "array(1d, null)", "null"})
  void featuresWithoutAMeaningFailTheFit(String features) {
    Dataset<Row> rows =
        LocalSpark.session().sql("select cast(" + features + " as array<double>) as features");
    SparkException failure =
        assertThrows(SparkException.class, () -> new KMeans().setK(1).fit(rows));
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    assertTrue(cause.getMessage().startsWith("features must"), cause.getMessage());
  }
}
