package dev.winnow.transforms.select;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.select.policy.Keep;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlooredPrefixTest {

  private static final long SEED = 42;
  private static final int ROWS = 200;

  /**
   * Returns rows with scores of two decimals, so that many are equal. Class c is easy, and some
   * rows have no class.
   */
  private static Dataset<Row> rows() {
    SplittableRandom random = new SplittableRandom(5);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      String name = i % 10 == 0 ? null : i % 3 == 0 ? "c" : i % 3 == 1 ? "d" : "e";
      double score = Math.round((random.nextDouble() + ("c".equals(name) ? 0 : 0.5)) * 100) / 100.0;
      rows.add(RowFactory.create("r" + i, score, name));
    }
    return LocalSpark.rows(
        StructType.fromDDL("id STRING NOT NULL, score DOUBLE NOT NULL, class STRING"), 2, rows);
  }

  private static Selection selection(Keep keep, String fraction, BalanceForm form) {
    return new Selection(
        keep.scoreOrder().orElseThrow(),
        KeepCount.share(new BigDecimal(fraction)),
        new ClassFloor("class", new BigDecimal("0.8"), form),
        BigDecimal.ZERO,
        SEED);
  }

  private static FlooredPrefix prefix(Keep keep) {
    return new FlooredPrefix(keep.scoreOrder().orElseThrow(), "class", SEED);
  }

  private static List<String> decided(Dataset<Row> rows) {
    return rows
        .select("id", "keep_rank", "kept", "reason", "threshold")
        .orderBy("id")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(
      value = Keep.class,
      names = {"HARD", "EASY", "MIDDLE", "RANDOM"})
  void decidesLikeASelectionOfTheSameSize(Keep keep) {
    int displaced = 0;
    for (BalanceForm form : BalanceForm.values()) {
      Dataset<Row> stored = selection(keep, "0.7", form).apply(rows()).persist();
      for (String fraction :
          form == BalanceForm.RELATIVE ? List.of("0.001", "0.4", "1") : List.of("0.105")) {
        long kept = KeepCount.keptRows(new BigDecimal(fraction), ROWS);
        List<String> direct = decided(selection(keep, fraction, form).apply(rows()));
        assertEquals(
            direct,
            decided(prefix(keep).apply(stored, ROWS, kept)),
            keep + " " + form + " " + fraction);
        displaced += (int) direct.stream().filter(row -> row.contains("pruned_balance")).count();
      }
      stored.unpersist();
    }
    assertTrue(displaced > 0 || keep == Keep.RANDOM, "no floor binds");
  }

  @Test
  void leavesRowsWithoutARankAsTheyAre() {
    Keep keep = Keep.HARD;
    Dataset<Row> stored = selection(keep, "0.7", BalanceForm.RELATIVE).apply(rows());
    Dataset<Row> refused =
        LocalSpark.session()
            .sql(
                """
                SELECT 'refused' AS id, CAST(NULL AS DOUBLE) AS score, 'c' AS class,
                       CAST(NULL AS BIGINT) AS keep_rank, CAST(NULL AS DOUBLE) AS keep_quantile,
                       false AS kept, 'quarantined' AS reason, CAST(NULL AS DOUBLE) AS threshold\
                """);
    Dataset<Row> cut = prefix(keep).apply(stored.unionByName(refused), ROWS, 80);
    assertEquals(
        List.of("[refused,null,false,quarantined,null]"),
        decided(cut.where(col("id").equalTo("refused"))));
    assertEquals(80, cut.where("kept").count());
  }
}
