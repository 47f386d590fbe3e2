package dev.winnow.transforms.check;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.winnow.schemas.Inputs;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Checks that nothing of an input is lost or doubled: the files that were listed are the files of
 * table {@code inputs}, the rows that the readers counted in each file are its accepted and refused
 * rows, and all of them are decided.
 */
public final class Conservation {

  /**
   * Returns one sentence for each law that is broken, with up to three of the files that break it.
   * Empty when all laws hold. Costs one Spark job, and one more if files break a law.
   *
   * @param inputs the table inputs
   * @param listed number of entries that were listed at the start of the run
   * @param decided number of rows of the decisions
   */
  public static List<String> violations(Dataset<Row> inputs, long listed, long decided) {
    Column counted = col(Inputs.ROWS).isNotNull();
    Column arrived =
        coalesce(
            col(Inputs.ROWS).equalTo(col(Inputs.ACCEPTED).plus(col(Inputs.REFUSED))), lit(true));
    Row totals =
        inputs
            .agg(
                count(lit(1)),
                coalesce(sum(Inputs.ROWS), lit(0L)),
                number(not(counted)),
                number(not(arrived)))
            .first();
    List<String> broken = new ArrayList<>();
    if (totals.getLong(0) != listed) {
      broken.add("table inputs holds " + totals.getLong(0) + " files, " + listed + " were listed");
    }
    if (totals.getLong(1) != decided) {
      broken.add(
          "the readers counted " + totals.getLong(1) + " rows, the decisions hold " + decided);
    }
    describe(
        broken, "every file is read exactly once", totals.getLong(2), inputs.where(not(counted)));
    describe(
        broken,
        "the rows that the reader of a file counted are its accepted and refused rows",
        totals.getLong(3),
        inputs.where(not(arrived)));
    return broken;
  }

  private static Column number(Column broken) {
    return coalesce(sum(when(broken, 1L).otherwise(0L)), lit(0L));
  }

  private static void describe(
      List<String> broken, String law, long files, Dataset<Row> offenders) {
    if (files == 0) {
      return;
    }
    Row names =
        offenders
            .orderBy(Inputs.FILE)
            .limit(3)
            .agg(slice(sort_array(collect_list(col(Inputs.FILE))), 1, 3))
            .first();
    broken.add(
        (files == 1 ? "1 file" : files + " files")
            + " against \""
            + law
            + "\" ("
            + String.join(", ", names.<String>getList(0))
            + ")");
  }

  private Conservation() {}
}
