package dev.winnow.transforms.experiment.theory;

import java.io.Serializable;
import java.util.stream.IntStream;

/** Runs trials, which depend on their numbers only, and returns their results by number. */
public interface Trials {

  /** Trial of a number; its work may go to another machine. */
  interface Trial extends Serializable {
    double[][] run(int number);
  }

  /** Runs trials on the threads of this machine. */
  Trials THREADS =
      (count, trial) ->
          IntStream.range(0, count).parallel().mapToObj(trial::run).toArray(double[][][]::new);

  /**
   * Runs the trials 0 to {@code count - 1}.
   *
   * @return {@code [number]}, the result of each trial
   */
  double[][][] run(int count, Trial trial);
}
