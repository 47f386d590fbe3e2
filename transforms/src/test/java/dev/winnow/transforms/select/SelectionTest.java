package dev.winnow.transforms.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SelectionTest {

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("score", DataTypes.DoubleType, false)
          .add("class", DataTypes.StringType, true);

  /** Ten rows: hardness 0.1 to 1.0, the hard ones of class b. */
  private static List<Row> tenRows() {
    List<Row> rows = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      rows.add(RowFactory.create("r" + i, i / 10.0, i <= 6 ? "a" : "b"));
    }
    return rows;
  }

  private static Selection keep(Keep keep, String fraction) {
    return new Selection(
        keep, new BigDecimal(fraction), null, BigDecimal.ZERO, BalanceForm.RELATIVE, 42);
  }

  private static Set<String> kept(Dataset<Row> ranked) {
    return ranked.where("kept").select("id").collectAsList().stream()
        .map(row -> row.getString(0))
        .collect(Collectors.toSet());
  }

  @Test
  void keepsTheHardestRows() {
    Dataset<Row> ranked = keep(Keep.HARD, "0.3").apply(LocalSpark.rows(SCHEMA, 3, tenRows()));
    assertEquals(Set.of("r8", "r9", "r10"), kept(ranked));
    assertEquals(7, ranked.where("reason = 'pruned_easy'").count());
    assertEquals(0.8, ranked.select("threshold").first().getDouble(0));
  }

  @Test
  void keepsTheEasiestRows() {
    Dataset<Row> ranked = keep(Keep.EASY, "0.2").apply(LocalSpark.rows(SCHEMA, 2, tenRows()));
    assertEquals(Set.of("r1", "r2"), kept(ranked));
    assertEquals(8, ranked.where("reason = 'pruned_hard'").count());
  }

  @Test
  void keepsTheRowsAroundTheMedian() {
    Dataset<Row> ranked = keep(Keep.MIDDLE, "0.3").apply(LocalSpark.rows(SCHEMA, 2, tenRows()));
    assertEquals(Set.of("r4", "r5", "r6"), kept(ranked));
    assertEquals(7, ranked.where("reason = 'pruned_middle'").count());
  }

  @ParameterizedTest
  @EnumSource(Keep.class)
  void doesNotDependOnRowOrderOrPartitioning(Keep keep) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      rows.add(RowFactory.create("id-" + i, (i % 7) / 7.0, "c" + i % 3));
    }
    List<String> results = new ArrayList<>();
    for (int partitions : new int[] {1, 2, 7}) {
      Collections.shuffle(rows, new Random(partitions));
      results.add(
          keep(keep, "0.37")
              .apply(LocalSpark.rows(SCHEMA, partitions, rows))
              .orderBy("id")
              .select("id", "keep_rank", "kept", "reason", "threshold")
              .collectAsList()
              .toString());
    }
    assertEquals(results.get(0), results.get(1));
    assertEquals(results.get(0), results.get(2));
  }

  @Test
  void keepsTheRoundedShareExactlyAndNested() {
    Dataset<Row> rows = LocalSpark.rows(SCHEMA, 2, tenRows());
    Set<String> smaller = Set.of();
    for (String fraction : new String[] {"0.05", "0.25", "0.35", "0.7", "1"}) {
      Selection selection =
          new Selection(
              Keep.HARD,
              new BigDecimal(fraction),
              "class",
              new BigDecimal("0.5"),
              BalanceForm.RELATIVE,
              42);
      Set<String> larger = kept(selection.apply(rows));
      assertEquals((int) Math.floor(Double.parseDouble(fraction) * 10 + 0.5), larger.size());
      assertTrue(larger.containsAll(smaller), fraction);
      smaller = larger;
    }
  }

  @Test
  void aFloorSavesRowsOfAClassAndNamesWhatItDisplaced() {
    Dataset<Row> ranked =
        new Selection(
                Keep.HARD,
                new BigDecimal("0.4"),
                "class",
                new BigDecimal("0.5"),
                BalanceForm.RELATIVE,
                42)
            .apply(LocalSpark.rows(SCHEMA, 2, tenRows()));
    // Class a has 6 of 10 rows: floor(0.5 * 4 * 6 / 10) = 1 of its rows stays.
    assertEquals(Set.of("r6", "r8", "r9", "r10"), kept(ranked));
    assertEquals("r7", ranked.where("reason = 'pruned_balance'").select("id").first().getString(0));
    assertEquals(0.6, ranked.where("id = 'r1'").select("threshold").first().getDouble(0));
  }

  @Test
  void rowsWithoutAClassAreProtectedByNoFloor() {
    List<Row> rows = tenRows();
    rows.add(RowFactory.create("none", 0.01, null));
    Dataset<Row> ranked =
        new Selection(
                Keep.HARD, new BigDecimal("0.5"), "class", BigDecimal.ONE, BalanceForm.ABSOLUTE, 42)
            .apply(LocalSpark.rows(SCHEMA, 2, rows));
    assertEquals("pruned_easy", ranked.where("id = 'none'").select("reason").first().getString(0));
  }

  @Test
  void nothingInNothingOut() {
    assertEquals(0, keep(Keep.HARD, "0.5").apply(LocalSpark.rows(SCHEMA, 1, List.of())).count());
  }

  @Test
  void aDecimalShareIsNotRoundedInBinary() {
    assertEquals(7, Selection.keptRows(new BigDecimal("0.7"), 10));
    assertEquals(3, Selection.keptRows(new BigDecimal("0.25"), 10));
    assertEquals(2, Selection.keptRows(new BigDecimal("0.15"), 10));
  }

  @Test
  void rejectsAKeepFractionOutsideItsRange() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> keep(Keep.HARD, "1.7"));
    assertEquals("keepFraction must be in (0, 1], got 1.7", e.getMessage());
  }
}
