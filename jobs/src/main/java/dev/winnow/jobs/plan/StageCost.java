package dev.winnow.jobs.plan;

import dev.winnow.jobs.run.Stage;

/**
 * Cost of one stage.
 *
 * @param reused true if an earlier result is taken over, which costs nothing
 * @param flops floating-point operations; 0 where they are few
 * @param low seconds at least
 * @param seconds expected seconds
 * @param high seconds at most
 * @param measured true if an earlier run is the base of the seconds
 */
record StageCost(
    Stage stage,
    boolean reused,
    double flops,
    double low,
    double seconds,
    double high,
    boolean measured) {

  static StageCost none(Stage stage) {
    return new StageCost(stage, true, 0, 0, 0, 0, false);
  }
}
