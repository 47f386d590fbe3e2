package dev.winnow.jobs.curate;

import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.run.Done;

/** Condition on the finished stages of a run, checked after each of them. */
interface Gate {

  /**
   * Checks the stages that are done. A stage that is reused is checked again.
   *
   * @throws Failure if the run must not go on
   */
  void check(Done done);
}
