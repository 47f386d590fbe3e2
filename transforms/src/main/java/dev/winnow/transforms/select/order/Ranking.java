package dev.winnow.transforms.select.order;

import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Ranked rows.
 *
 * @param rows the columns of the input with {@code keep_rank}, {@code keep_quantile}, {@code kept},
 *     {@code reason} and {@code threshold}
 * @param figures figures of the policy for the run record, by name
 */
public record Ranking(Dataset<Row> rows, Map<String, Number> figures) {

  public Ranking {
    figures = Map.copyOf(figures);
  }
}
