package dev.winnow.transforms.ingest.parquet;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Names of classes that the Hugging Face hub keeps in the metadata of a parquet file: its feature
 * {@code ClassLabel} stores the place of a name in a column of integers.
 *
 * @param names of the classes in their order, by column
 */
public record ClassNames(Map<String, List<String>> names) {

  /** Key of the file's metadata, and the type of a feature. */
  private static final String KEY = "huggingface";

  private static final String TYPE = "ClassLabel";

  /** Stands for a row without a label. */
  private static final String NO_LABEL = "-1";

  public ClassNames {
    names = Map.copyOf(names);
  }

  /**
   * Reads the names of a file; none for a file that does not come from the hub.
   *
   * @param metadata of the file's footer
   */
  public static ClassNames of(Map<String, String> metadata) {
    Map<String, List<String>> names = new TreeMap<>();
    String text = metadata.get(KEY);
    if (text != null) {
      try {
        JsonNode features = new ObjectMapper().readTree(text).path("info").path("features");
        for (Iterator<String> columns = features.fieldNames(); columns.hasNext(); ) {
          String column = columns.next();
          JsonNode feature = features.path(column);
          if (TYPE.equals(feature.path("_type").asText())) {
            List<String> classes = new ArrayList<>();
            feature.path("names").forEach(name -> classes.add(name.asText()));
            names.put(column, List.copyOf(classes));
          }
        }
      } catch (JsonProcessingException e) {
        // Another writer's metadata under the same key; its columns are plain numbers.
        return new ClassNames(Map.of());
      }
    }
    return new ClassNames(names);
  }

  /** Returns the names of a column in their order; empty if it has none. */
  public List<String> of(String column) {
    return column == null ? List.of() : names.getOrDefault(column, List.of());
  }

  /**
   * Replaces places in column {@code label} by the names that they stand for. The place -1 stands
   * for no label. Any other number without a name stays as it is.
   */
  public static Dataset<Row> inLabels(Dataset<Row> rows, List<String> names) {
    if (names.isEmpty()) {
      return rows;
    }
    Column label = col("label");
    Column place = when(label.rlike("^[0-9]{1,9}$"), label.cast("int"));
    return rows.withColumn(
        "label",
        when(label.equalTo(NO_LABEL), lit(null))
            .when(
                place.lt(names.size()),
                element_at(lit(names.toArray(new String[0])), place.plus(1)))
            .otherwise(label));
  }
}
