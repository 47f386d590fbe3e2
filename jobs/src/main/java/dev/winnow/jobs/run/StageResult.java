package dev.winnow.jobs.run;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a stage put out.
 *
 * @param versions version of each table written, by table name
 * @param rows rows of the stage's main table
 * @param details counts and figures of the stage, JSON-able
 */
public record StageResult(Map<String, Long> versions, long rows, Map<String, Object> details) {

  public StageResult {
    versions = new LinkedHashMap<>(versions);
    details = new LinkedHashMap<>(details);
  }

  public long version(String table) {
    Long version = versions.get(table);
    if (version == null) {
      throw new IllegalStateException("stage wrote no table " + table + ", only " + versions);
    }
    return version;
  }

  /** A count among the details; 0 when absent. */
  public long count(String name) {
    return details.get(name) instanceof Number n ? n.longValue() : 0;
  }
}
