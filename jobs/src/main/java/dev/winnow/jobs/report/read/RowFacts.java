package dev.winnow.jobs.report.read;

import dev.winnow.schemas.Reason;
import java.io.Serializable;

/**
 * A row that the report shows or places.
 *
 * @param label null for none
 * @param source null for a row that ingest refused
 * @param score value of the metric; null for a row without a rank
 * @param cluster null for a row without one
 */
public record RowFacts(
    String id, Reason reason, String label, String source, Double score, Integer cluster)
    implements Serializable {

  private static final long serialVersionUID = 1L;
}
