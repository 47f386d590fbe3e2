package dev.winnow.jobs.run;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Result of a finished step.
 *
 * @param versions version of each table written, by table name
 * @param rows rows of the step's main table
 * @param facts counts and figures of the step
 */
public record StageResult<F extends StageFacts>(Map<String, Long> versions, long rows, F facts) {

  public StageResult {
    versions = new LinkedHashMap<>(versions);
  }

  /**
   * Returns the version of a table that this step wrote.
   *
   * @throws IllegalStateException for a table that it did not write
   */
  public long version(String table) {
    Long version = versions.get(table);
    if (version == null) {
      throw new IllegalStateException("stage wrote no table " + table + ", only " + versions);
    }
    return version;
  }

  /**
   * Returns this result with the type of its facts.
   *
   * @throws ClassCastException when the facts are those of another step
   */
  public <T extends StageFacts> StageResult<T> withFacts(Class<T> type) {
    return new StageResult<>(versions, rows, type.cast(facts));
  }
}
