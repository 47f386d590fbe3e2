package dev.winnow.jobs.stage;

import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.StageResult;

/** One stage of a run. */
public interface StageRunner {

  /**
   * Runs the stage, and writes its tables.
   *
   * @param key hash of what the stage depends on; its tables are written at most once for it
   * @param done the finished stages before it
   */
  StageResult<?> execute(String key, Done done);
}
