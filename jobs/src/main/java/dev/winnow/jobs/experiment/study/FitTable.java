package dev.winnow.jobs.experiment.study;

import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.tables.TableStore;
import dev.winnow.jobs.text.Hashes;
import dev.winnow.schemas.Experiments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Table {@code scaling_fits}: the fits of each study, those of its latest experiment. */
final class FitTable {

  /** Replaces the rows of a study; those of other studies stay. Does nothing if none changes. */
  static void replace(SparkSession spark, TableStore tables, String study, List<Row> rows) {
    List<Row> all = new ArrayList<>();
    if (tables.exists(Experiments.FITS)) {
      Dataset<Row> latest = tables.readLatest(Experiments.FITS);
      List<Row> before = latest.where(col(Experiments.STUDY).equalTo(study)).collectAsList();
      if (same(before, rows)) {
        return;
      }
      all.addAll(latest.where(col(Experiments.STUDY).notEqual(study)).collectAsList());
    }
    all.addAll(rows);
    tables.overwrite(
        Experiments.FITS,
        spark.createDataFrame(all, Experiments.FITS.schema()),
        String.join(
            "/",
            Experiments.FITS.name(),
            study,
            Hashes.sha256(all.toString()),
            "after-" + tables.latest(Experiments.FITS)),
        Map.of());
  }

  private static boolean same(List<Row> some, List<Row> others) {
    return some.stream()
        .map(Row::toString)
        .sorted()
        .toList()
        .equals(others.stream().map(Row::toString).sorted().toList());
  }

  private FitTable() {}
}
