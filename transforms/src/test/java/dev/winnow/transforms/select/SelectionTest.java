package dev.winnow.transforms.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.policy.KeepEasy;
import dev.winnow.transforms.select.policy.KeepHard;
import dev.winnow.transforms.select.policy.KeepMiddle;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class SelectionTest {

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("score", DataTypes.DoubleType, false)
          .add("class", DataTypes.StringType, true);

  private static final Policy HARD = new KeepHard(BigDecimal.ZERO);

  /** Returns ten rows: hardness 0.1 to 1.0, the hard ones of class b. */
  private static List<Row> tenRows() {
    List<Row> rows = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      rows.add(RowFactory.create("r" + i, i / 10.0, i <= 6 ? "a" : "b"));
    }
    return rows;
  }

  private static Selection keep(Policy policy, String fraction) {
    return new Selection(policy, KeepCount.share(new BigDecimal(fraction)), 42);
  }

  /** Returns a keep-hard selection under a floor for each class. */
  private static Selection floored(String fraction, String floor, BalanceForm form) {
    return new Selection(
        HARD,
        KeepCount.share(new BigDecimal(fraction)),
        new ClassFloor("class", new BigDecimal(floor), form),
        BigDecimal.ZERO,
        42);
  }

  private static Set<String> kept(Dataset<Row> ranked) {
    return ranked.where("kept").select("id").collectAsList().stream()
        .map(row -> row.getString(0))
        .collect(Collectors.toSet());
  }

  @Test
  void keepsTheHardestRows() {
    Dataset<Row> ranked = keep(HARD, "0.3").apply(LocalSpark.rows(SCHEMA, 3, tenRows()));
    assertEquals(Set.of("r8", "r9", "r10"), kept(ranked));
    assertEquals(7, ranked.where("reason = 'pruned_easy'").count());
    assertEquals(0.8, ranked.select("threshold").first().getDouble(0));
  }

  @Test
  void keepsTheEasiestRows() {
    Dataset<Row> ranked = keep(new KeepEasy(), "0.2").apply(LocalSpark.rows(SCHEMA, 2, tenRows()));
    assertEquals(Set.of("r1", "r2"), kept(ranked));
    assertEquals(8, ranked.where("reason = 'pruned_hard'").count());
  }

  @Test
  void keepsTheRowsAroundTheMedian() {
    Dataset<Row> ranked =
        keep(new KeepMiddle(), "0.3").apply(LocalSpark.rows(SCHEMA, 2, tenRows()));
    assertEquals(Set.of("r4", "r5", "r6"), kept(ranked));
    assertEquals(7, ranked.where("reason = 'pruned_middle'").count());
  }

  @Test
  void keepsTheRoundedShareExactlyAndNested() {
    Dataset<Row> rows = LocalSpark.rows(SCHEMA, 2, tenRows());
    Set<String> smaller = Set.of();
    for (String fraction : new String[] {"0.05", "0.25", "0.35", "0.7", "1"}) {
      Selection selection = floored(fraction, "0.5", BalanceForm.RELATIVE);
      Set<String> larger = kept(selection.apply(rows));
      assertEquals((int) Math.floor(Double.parseDouble(fraction) * 10 + 0.5), larger.size());
      assertTrue(larger.containsAll(smaller), fraction);
      smaller = larger;
    }
  }

  @Test
  void aFloorSavesRowsOfAClassAndNamesWhatItDisplaced() {
    Dataset<Row> ranked =
        floored("0.4", "0.5", BalanceForm.RELATIVE).apply(LocalSpark.rows(SCHEMA, 2, tenRows()));
    // Class a has 6 of 10 rows: half of its part of four rows is 1.2 rows, so two of them stay.
    assertEquals(Set.of("r5", "r6", "r9", "r10"), kept(ranked));
    assertEquals(
        Set.of("r7", "r8"),
        ranked.where("reason = 'pruned_balance'").select("id").collectAsList().stream()
            .map(row -> row.getString(0))
            .collect(Collectors.toSet()));
    assertEquals(0.5, ranked.where("id = 'r1'").select("threshold").first().getDouble(0));
  }

  @Test
  void rowsWithoutAClassAreProtectedByNoFloor() {
    List<Row> rows = tenRows();
    rows.add(RowFactory.create("none", 0.01, null));
    Dataset<Row> ranked =
        floored("0.5", "1", BalanceForm.ABSOLUTE).apply(LocalSpark.rows(SCHEMA, 2, rows));
    assertEquals("pruned_easy", ranked.where("id = 'none'").select("reason").first().getString(0));
  }

  @Test
  void noInputGivesNoOutput() {
    assertEquals(0, keep(HARD, "0.5").apply(LocalSpark.rows(SCHEMA, 1, List.of())).count());
  }

  @Test
  void aDecimalShareIsNotRoundedInBinary() {
    assertEquals(7, KeepCount.keptRows(new BigDecimal("0.7"), 10));
    assertEquals(3, KeepCount.keptRows(new BigDecimal("0.25"), 10));
    assertEquals(2, KeepCount.keptRows(new BigDecimal("0.15"), 10));
  }

  @Test
  void rejectsAKeepFractionOutsideItsRange() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> keep(HARD, "1.7"));
    assertEquals("keepFraction must be in (0, 1], got 1.7", e.getMessage());
  }

  @Test
  void aNumberOfRowsIsKeptExactlyAndAllWhereThereAreFewer() {
    Dataset<Row> rows = LocalSpark.rows(SCHEMA, 2, tenRows());
    assertEquals(Set.of("r9", "r10"), kept(new Selection(HARD, KeepCount.rows(2), 42).apply(rows)));
    assertEquals(10, kept(new Selection(HARD, KeepCount.rows(11), 42).apply(rows)).size());
  }

  @Test
  void aScoreThatIsNotANumberNeverRanks() {
    for (double score : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      List<Row> rows = tenRows();
      rows.add(RowFactory.create("bad", score, "a"));
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> keep(HARD, "0.5").apply(LocalSpark.rows(SCHEMA, 2, rows)));
      assertEquals("score must be finite, 1 rows have none or NaN; score again", e.getMessage());
    }
  }

  @Test
  void aFloorOfZeroIsTheGlobalOrderAndAFullRelativeOneIsStratified() {
    Dataset<Row> rows = LocalSpark.rows(SCHEMA, 3, tenRows());
    assertEquals(
        kept(keep(HARD, "0.5").apply(rows)),
        kept(floored("0.5", "0", BalanceForm.RELATIVE).apply(rows)));
    // Half of each class: three of the six of class a, two of the four of class b.
    assertEquals(
        Set.of("r4", "r5", "r6", "r9", "r10"),
        kept(floored("0.5", "1", BalanceForm.RELATIVE).apply(rows)));
  }
}
