package dev.winnow.jobs.cli;

import dev.winnow.jobs.cli.common.Sessions;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Place where the trials of a simulation run: Spark's tasks where a session runs already or the
 * master is a cluster, else the threads of this machine, which need no Spark.
 */
final class SimulationTasks implements AutoCloseable {

  private final Sessions session;

  private SimulationTasks(Sessions session) {
    this.session = session;
  }

  /**
   * Opens the place.
   *
   * @param trials number of trials; 0 needs no place
   */
  static SimulationTasks open(int trials) {
    boolean tasks =
        Sessions.known().isPresent()
            || !Sessions.settings().get("spark.master").startsWith("local");
    return new SimulationTasks(trials > 0 && tasks ? Sessions.open() : null);
  }

  /** Returns the context that runs tasks; null for the threads of this machine. */
  JavaSparkContext spark() {
    return session == null
        ? null
        : JavaSparkContext.fromSparkContext(session.spark().sparkContext());
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
    }
  }
}
