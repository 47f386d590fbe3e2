package dev.winnow.jobs.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Content of a lease.
 *
 * @param owner id of the driver, another one for each lease
 * @param runId run that the driver makes
 * @param host name of its machine
 * @param pid its process there
 * @param renewed time of the last renewal, in milliseconds since 1970
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Lease(
    String owner, @JsonProperty("run_id") String runId, String host, long pid, long renewed) {

  Lease renewedAt(long now) {
    return new Lease(owner, runId, host, pid, now);
  }
}
