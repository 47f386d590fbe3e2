package dev.winnow.transforms.cluster.ml;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * Parameters that {@link KMeans} and {@link KMeansModel} have in common. Spark finds parameters by
 * the public methods that return one.
 *
 * @param <S> type of the stage, which setters return
 */
public interface KMeansParams<S> extends Params {

  /** Returns the parameters themselves. */
  KMeansSettings settings();

  default Param<String> featuresCol() {
    return settings().featuresCol;
  }

  default Param<String> predictionCol() {
    return settings().predictionCol;
  }

  default IntParam k() {
    return settings().k;
  }

  default IntParam maxIter() {
    return settings().maxIter;
  }

  default DoubleParam tol() {
    return settings().tol;
  }

  default LongParam seed() {
    return settings().seed;
  }

  default Param<String> initMode() {
    return settings().initMode;
  }

  default IntParam initSteps() {
    return settings().initSteps;
  }

  default Param<String> distanceMeasure() {
    return settings().distanceMeasure;
  }

  default IntParam sampleRowsPerCluster() {
    return settings().sampleRowsPerCluster;
  }

  default Param<String> device() {
    return settings().device;
  }

  default String getFeaturesCol() {
    return getOrDefault(featuresCol());
  }

  default String getPredictionCol() {
    return getOrDefault(predictionCol());
  }

  default int getK() {
    return (Integer) getOrDefault(k());
  }

  default int getMaxIter() {
    return (Integer) getOrDefault(maxIter());
  }

  default double getTol() {
    return (Double) getOrDefault(tol());
  }

  default long getSeed() {
    return (Long) getOrDefault(seed());
  }

  default String getInitMode() {
    return getOrDefault(initMode());
  }

  default int getInitSteps() {
    return (Integer) getOrDefault(initSteps());
  }

  default String getDistanceMeasure() {
    return getOrDefault(distanceMeasure());
  }

  default int getSampleRowsPerCluster() {
    return (Integer) getOrDefault(sampleRowsPerCluster());
  }

  default String getDevice() {
    return getOrDefault(device());
  }

  default S setFeaturesCol(String value) {
    return settings().set(featuresCol(), value);
  }

  default S setPredictionCol(String value) {
    return settings().set(predictionCol(), value);
  }

  /** Sets the device: auto, cpu or gpu. */
  default S setDevice(String value) {
    return settings().set(device(), value);
  }
}
