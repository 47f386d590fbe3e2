package dev.winnow.transforms.select.order;

import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Ranked rows.
 *
 * @param rows the columns of the input with {@code keep_rank}, {@code keep_quantile}, {@code kept},
 *     {@code reason} and {@code threshold}
 * @param details figures of the policy, as JSON values
 */
public record Ranking(Dataset<Row> rows, Map<String, Object> details) {

  public Ranking {
    details = Map.copyOf(details);
  }
}
