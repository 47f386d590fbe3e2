package dev.winnow.jobs.experiment;

import dev.winnow.transforms.experiment.theory.Trials;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/** Runs each trial as a Spark task, in one job. The driver holds the results. */
final class SparkTrials implements Trials {

  private final JavaSparkContext spark;

  SparkTrials(JavaSparkContext spark) {
    this.spark = spark;
  }

  @Override
  public double[][][] run(int count, Trial trial) {
    if (count == 0) {
      return new double[0][][];
    }
    List<Integer> numbers = IntStream.range(0, count).boxed().toList();
    return spark.parallelize(numbers, count).map(trial::run).collect().toArray(double[][][]::new);
  }
}
