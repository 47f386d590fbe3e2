package dev.winnow.jobs.export;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;

import dev.winnow.schemas.Examples;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Labels of a release.
 *
 * @param any true if a row has a label
 * @param all true if all rows have one, and there are rows
 * @param integers true if every label is an integer as it is usually written, such as 7 or -1
 * @param classes distinct labels, if all rows have one and there are at most {@link #MOST_CLASSES}:
 *     integers by number, others by code points; empty otherwise
 */
record ReleaseLabels(boolean any, boolean all, boolean integers, List<String> classes)
    implements Serializable {

  /** Most distinct labels that are classes. */
  static final int MOST_CLASSES = 10_000;

  /** Integers that 64 bits hold. */
  private static final String INTEGER = "^(0|-?[1-9][0-9]{0,17})$";

  ReleaseLabels {
    classes = List.copyOf(classes);
  }

  /** Reads the labels of a release. Costs two Spark jobs over column {@code label}. */
  static ReleaseLabels of(Dataset<Row> curated) {
    Dataset<Row> labels = curated.select(Examples.LABEL);
    Row facts =
        labels
            .agg(
                coalesce(max(col(Examples.LABEL).isNotNull()), lit(false)),
                coalesce(max(col(Examples.LABEL).isNull()), lit(false)),
                coalesce(max(not(col(Examples.LABEL).rlike(INTEGER))), lit(false)))
            .first();
    boolean any = facts.getBoolean(0);
    boolean integers = any && !facts.getBoolean(2);
    boolean all = any && !facts.getBoolean(1);
    if (!all) {
      return new ReleaseLabels(any, false, integers, List.of());
    }
    List<String> names =
        labels.distinct().limit(MOST_CLASSES + 1).collectAsList().stream()
            .map(row -> row.getString(0))
            .sorted(order(integers))
            .toList();
    return new ReleaseLabels(true, true, integers, names.size() > MOST_CLASSES ? List.of() : names);
  }

  private static Comparator<String> order(boolean integers) {
    return integers
        ? Comparator.comparing(BigInteger::new)
        : Comparator.comparing((String label) -> label.codePoints().toArray(), Arrays::compare);
  }

  /** Returns the places of the classes by their names. */
  Map<String, Integer> places() {
    Map<String, Integer> places = new HashMap<>();
    classes.forEach(name -> places.put(name, places.size()));
    return places;
  }
}
