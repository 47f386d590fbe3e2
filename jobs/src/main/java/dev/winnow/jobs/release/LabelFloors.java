package dev.winnow.jobs.release;

import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static dev.winnow.schemas.Decisions.KEPT;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.winnow.jobs.recipe.Balance;
import dev.winnow.jobs.recipe.Prune;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.transforms.select.ClassFloor;
import dev.winnow.transforms.select.ClassFloors;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Finds the labels of which a release holds no more rows than the floor of the recipe asks for. */
final class LabelFloors {

  private static final String BY_LABEL = "label";

  /**
   * Returns these labels; none where the recipe has no floor under labels. Costs one Spark query,
   * and the driver receives a row of counts for each label.
   *
   * @param decided rows of {@code label}, {@code keep_rank} and {@code kept}
   */
  static List<String> standing(Recipe recipe, Dataset<Row> decided) {
    Prune prune = recipe.prune();
    Balance balance = prune == null ? null : prune.balance();
    if (balance == null || balance.floor().signum() == 0 || !balance.by().equals(BY_LABEL)) {
      return List.of();
    }
    List<Row> counts =
        decided
            .where(col(KEEP_RANK).isNotNull())
            .groupBy(BY_LABEL)
            .agg(count(lit(1)), count(when(col(KEPT), 1)))
            .collectAsList();
    long ranked = counts.stream().mapToLong(row -> row.getLong(1)).sum();
    long kept = counts.stream().mapToLong(row -> row.getLong(2)).sum();
    List<Row> labels = counts.stream().filter(row -> !row.isNullAt(0)).toList();
    ClassFloors floors =
        new ClassFloor(BY_LABEL, balance.floor(), balance.form())
            .over(labels.stream().mapToLong(row -> row.getLong(1)).toArray(), ranked);
    List<String> standing = new ArrayList<>();
    for (int c = 0; c < labels.size(); c++) {
      if (labels.get(c).getLong(2) <= floors.floor(c, kept)) {
        standing.add(labels.get(c).getString(0));
      }
    }
    return standing;
  }

  private LabelFloors() {}
}
