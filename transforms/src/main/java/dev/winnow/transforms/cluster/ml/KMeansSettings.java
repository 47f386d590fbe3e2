package dev.winnow.transforms.cluster.ml;

import dev.winnow.transforms.cluster.KMeansOptions;
import dev.winnow.transforms.kernel.Device;
import dev.winnow.transforms.kernel.Metric;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;

/** Parameters of one {@link KMeans} or {@link KMeansModel}, with their defaults. */
public final class KMeansSettings implements Serializable {

  private static final String EUCLIDEAN = "euclidean";
  private static final String COSINE = "cosine";
  private static final Map<String, KMeansOptions.Init> INITS =
      Map.of(
          "k-means||", KMeansOptions.Init.K_MEANS_PARALLEL,
          "k-means++", KMeansOptions.Init.K_MEANS_PLUS_PLUS,
          "random", KMeansOptions.Init.RANDOM);

  private final KMeansParams<?> stage;
  final Param<String> featuresCol;
  final Param<String> predictionCol;
  final IntParam k;
  final IntParam maxIter;
  final DoubleParam tol;
  final LongParam seed;
  final Param<String> initMode;
  final IntParam initSteps;
  final Param<String> distanceMeasure;
  final IntParam sampleRowsPerCluster;
  final Param<String> device;

  KMeansSettings(KMeansParams<?> stage) {
    this.stage = stage;
    featuresCol =
        new Param<>(stage, "featuresCol", "name of the column of vectors or arrays of numbers");
    predictionCol = new Param<>(stage, "predictionCol", "name of the new column of clusters");
    k = atLeast("k", "number of clusters", 1);
    maxIter = atLeast("maxIter", "maximum number of iterations", 1);
    tol =
        new DoubleParam(
            stage,
            "tol",
            "tolerance: the fit stops when no centroid moves further than this",
            ParamValidators.gtEq(0));
    seed = new LongParam(stage, "seed", "seed of sampling and seeding");
    initMode =
        new Param<>(
            stage,
            "initMode",
            "choice of the first centroids: k-means||, k-means++ or random",
            ParamValidators.inArray(List.copyOf(INITS.keySet())));
    initSteps = atLeast("initSteps", "number of rounds of k-means||", 1);
    distanceMeasure =
        new Param<>(
            stage,
            "distanceMeasure",
            "distance between rows and clusters: euclidean or cosine",
            ParamValidators.inArray(List.of(EUCLIDEAN, COSINE)));
    sampleRowsPerCluster =
        atLeast(
            "sampleRowsPerCluster",
            "approximate number of rows that the fit reads for each cluster; 0 for all rows",
            0);
    device =
        new Param<>(
            stage,
            "device",
            "device that compares rows with clusters: auto, cpu or gpu; changes no result",
            ParamValidators.inArray(List.of("auto", "cpu", "gpu")));
  }

  private IntParam atLeast(String name, String doc, int least) {
    return new IntParam(stage, name, doc, ParamValidators.gtEq(least));
  }

  /** Sets the defaults. Call this when the stage has these settings: Spark looks for them there. */
  void setDefaults() {
    stage.setDefault(featuresCol, "features");
    stage.setDefault(predictionCol, "prediction");
    stage.setDefault(k, 2);
    stage.setDefault(maxIter, 20);
    stage.setDefault(tol, 1e-4);
    stage.setDefault(seed, 0L);
    stage.setDefault(initMode, "k-means||");
    stage.setDefault(initSteps, KMeansOptions.INIT_STEPS);
    stage.setDefault(distanceMeasure, EUCLIDEAN);
    stage.setDefault(sampleRowsPerCluster, 0);
    stage.setDefault(device, "auto");
  }

  /** Sets a parameter and returns the stage. */
  @SuppressWarnings("unchecked") // The setters of a stage return the stage itself.
  <T, S> S set(Param<T> param, T value) {
    stage.set(param, value);
    return (S) stage;
  }

  Metric metric() {
    return stage.getDistanceMeasure().equals(COSINE) ? Metric.COSINE : Metric.SQUARED_EUCLIDEAN;
  }

  Device device() {
    return Device.valueOf(stage.getDevice().toUpperCase(Locale.ROOT));
  }

  KMeansOptions options() {
    return new KMeansOptions(
        stage.getK(),
        metric(),
        stage.getMaxIter(),
        stage.getTol(),
        INITS.get(stage.getInitMode()),
        stage.getInitSteps(),
        stage.getSeed(),
        stage.getSampleRowsPerCluster(),
        null,
        device());
  }
}
