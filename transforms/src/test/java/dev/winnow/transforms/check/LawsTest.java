package dev.winnow.transforms.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.schemas.Decisions;
import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.select.order.KeepCount;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Checks that sound tables pass, and that each law catches its fault. */
class LawsTest {

  private static final BigDecimal HALF = new BigDecimal("0.5");
  private static final StructType IDS = new StructType().add("id", DataTypes.StringType);

  /** Returns four ranked rows, two of them kept, and one refused row. */
  private static List<Object[]> sound() {
    return new ArrayList<>(
        List.of(
            decision("a", true, "kept", 1L, 0.25),
            decision("b", true, "kept", 2L, 0.5),
            decision("c", false, "pruned_easy", 3L, 0.75),
            decision("d", false, "pruned_easy", 4L, 1.0),
            decision("e", false, "quarantined", null, null)));
  }

  private static Object[] decision(
      String id, boolean kept, String reason, Long rank, Double quantile) {
    boolean ranked = rank != null;
    return new Object[] {
      id,
      kept,
      reason,
      ranked ? "prune" : "ingest",
      ranked ? "prototype" : null,
      ranked ? 0.1 : null,
      ranked ? 0.1 : null,
      rank,
      quantile,
      ranked ? 0 : null,
      null,
      null,
      null,
      reason.equals("held_out") ? "held_out" : "train",
      null,
      null
    };
  }

  private static List<String> violations(
      List<Object[]> decisions, List<String> curated, long inputRows) {
    Dataset<Row> table =
        LocalSpark.rows(
            Decisions.SPEC.schema(), 2, decisions.stream().map(RowFactory::create).toList());
    Dataset<Row> ids =
        LocalSpark.rows(IDS, 1, curated.stream().map(id -> RowFactory.create(id)).toList());
    return Laws.violations(table, ids, inputRows, HALF);
  }

  private static List<String> broken(Consumer<List<Object[]>> change) {
    List<Object[]> rows = sound();
    change.accept(rows);
    return violations(rows, List.of("a", "b"), 5);
  }

  @Test
  void soundTablesBreakNoLaw() {
    assertEquals(List.of(), violations(sound(), List.of("a", "b"), 5));
  }

  @Test
  void aHeldOutRowHasNoRankAndIsOfTheOtherSide() {
    List<Object[]> rows = sound();
    rows.add(decision("h", false, "held_out", null, null));
    assertEquals(List.of(), violations(rows, List.of("a", "b"), 6));
    rows.get(5)[13] = "train";
    assertEquals(
        List.of("1 row against \"the split is held_out exactly when the reason is held_out\" (h)"),
        violations(rows, List.of("a", "b"), 6));
    rows.set(5, decision("h", false, "held_out", 5L, 1.0));
    assertEquals(
        "2 rows",
        violations(rows, List.of("a", "b"), 6).stream()
            .filter(law -> law.contains("ranked exactly when kept or pruned"))
            .map(law -> "2 rows")
            .findFirst()
            .orElse("none"));
  }

  @Test
  void everyInputRowNeedsADecision() {
    assertEquals(
        List.of("decisions hold 5 rows, the input 6"), violations(sound(), List.of("a", "b"), 6));
  }

  @Test
  void noInputRowHasTwoDecisions() {
    List<Object[]> rows = sound();
    rows.add(decision("e", false, "quarantined", null, null));
    assertEquals(
        List.of("1 row against \"id is unique\" (e)"), violations(rows, List.of("a", "b"), 6));
  }

  @Test
  void curatedHoldsTheKeptRowsAndNoOthers() {
    String law = "\"curated holds each kept row once and no other\"";
    assertEquals(List.of("1 row against " + law + " (b)"), violations(sound(), List.of("a"), 5));
    assertEquals(
        List.of("1 row against " + law + " (c)"), violations(sound(), List.of("a", "b", "c"), 5));
    assertEquals(
        List.of("1 row against " + law + " (a)"), violations(sound(), List.of("a", "a", "b"), 5));
  }

  @Test
  void aCuratedRowWithoutAnIdIsNoKeptRow() {
    assertEquals(
        List.of("1 row against \"curated holds each kept row once and no other\" ()"),
        violations(sound(), Arrays.asList("a", "b", null), 5));
  }

  @Test
  void ranksHaveNoGapsAndNoRepeats() {
    assertEquals(
        List.of(
            "ranks must be 1 to 4, the greatest is 5",
            "1 row against \"keep_quantile is keep_rank over the ranked rows\" (d)"),
        broken(rows -> rows.set(3, decision("d", false, "pruned_easy", 5L, 1.0))));
    assertEquals(
        List.of(
            "ranks must be 1 to 4, the greatest is 3", "1 row against \"keep_rank is unique\" (3)"),
        broken(rows -> rows.set(3, decision("d", false, "pruned_easy", 3L, 0.75))));
  }

  @Test
  void keptRowsAreTheFirstRanksAndTheirNumberIsExact() {
    assertEquals(
        List.of(
            "kept rows must be 2 of 4 ranked ones, got 3",
            "1 row against \"curated holds each kept row once and no other\" (c)"),
        broken(rows -> rows.set(2, decision("c", true, "kept", 3L, 0.75))));
    List<String> swapped =
        broken(
            rows -> {
              rows.set(1, decision("b", true, "kept", 3L, 0.75));
              rows.set(2, decision("c", false, "pruned_easy", 2L, 0.5));
            });
    assertEquals(
        List.of(
            "2 rows against \"kept exactly when keep_rank is at most the number of kept rows\" (b,"
                + " c)"),
        swapped);
  }

  @Test
  void aReasonGoesWithItsFlagAndItsRank() {
    assertEquals(
        List.of(
            "1 row against \"reason is one of the known reasons\" (d)",
            "1 row against \"ranked exactly when kept or pruned\" (d)"),
        broken(rows -> rows.set(3, decision("d", false, "lost", 4L, 1.0))));
    assertEquals(
        List.of("1 row against \"kept exactly when the reason is kept\" (d)"),
        broken(rows -> rows.set(3, decision("d", false, "kept", 4L, 1.0))));
    assertEquals(
        List.of("1 row against \"keep_quantile is null exactly when keep_rank is null\" (d)"),
        broken(rows -> rows.set(3, decision("d", false, "pruned_easy", 4L, null))).stream()
            .filter(text -> text.contains("keep_quantile is null"))
            .toList());
  }

  @Test
  void namesThreeOfManyOffenders() {
    List<Object[]> rows = sound();
    for (int i = 0; i < 1200; i++) {
      rows.add(decision(String.format("x%04d", i), false, "forgotten", null, null));
    }
    assertEquals(
        List.of(
            "1000 or more rows against \"reason is one of the known reasons\" (x0000, x0001,"
                + " x0002)"),
        violations(rows, Arrays.asList("a", "b"), 1205));
  }

  /**
   * Returns the violations of a table of duplicates, given as lines of id, duplicate_of and
   * representative. In the decisions, b duplicates a and c duplicates b.
   */
  private static List<String> duplicateViolations(String... rows) {
    List<Row> duplicates = new ArrayList<>();
    for (String row : rows) {
      duplicates.add(RowFactory.create((Object[]) row.split(" ", -1)));
    }
    List<Row> decisions =
        List.of(
            RowFactory.create("a", "kept", null),
            RowFactory.create("b", "near_duplicate", "a"),
            RowFactory.create("c", "exact_duplicate", "b"));
    SparkSession spark = LocalSpark.session();
    return Laws.violationsOfDuplicates(
        spark.createDataFrame(
            duplicates,
            StructType.fromDDL("id STRING, duplicate_of STRING, representative STRING")),
        spark.createDataFrame(
            decisions, StructType.fromDDL("id STRING, reason STRING, duplicate_of STRING")));
  }

  @Test
  void duplicatesNameAWitnessThatExistsAndARepresentativeThatSurvived() {
    assertEquals(List.of(), duplicateViolations("b a a", "c b a"));
    assertEquals(
        List.of(
            "1 row against \"every duplicate_of exists\" (c)",
            "1 row against \"every duplicate is decided as a duplicate of the same row\" (c)"),
        duplicateViolations("b a a", "c z a"));
    assertEquals(
        List.of("1 row against \"every representative survived deduplication\" (c)"),
        duplicateViolations("b a a", "c b b"));
    assertEquals(
        List.of("1 row against \"every representative survived deduplication\" (c)"),
        duplicateViolations("b a a", "c b nobody"));
    assertEquals(
        List.of("1 row against \"id is unique\" (b)"),
        duplicateViolations("b a a", "b a a", "c b a"));
  }

  /**
   * Returns the violations of a table of duplicates beside sound decisions, in which f and g are
   * duplicates of a.
   */
  private static List<String> withDuplicates(String... rows) {
    List<Object[]> decided = sound();
    for (String id : List.of("f", "g")) {
      Object[] row = decision(id, false, "near_duplicate", null, null);
      row[10] = "a";
      row[11] = "a";
      decided.add(row);
    }
    Dataset<Row> decisions =
        LocalSpark.rows(
            Decisions.SPEC.schema(), 2, decided.stream().map(RowFactory::create).toList());
    List<Row> duplicates = new ArrayList<>();
    for (String row : rows) {
      duplicates.add(RowFactory.create((Object[]) row.split(" ", -1)));
    }
    return Laws.violations(
        decisions,
        DecisionTotals.measure(decisions),
        LocalSpark.rows(IDS, 1, List.of(RowFactory.create("a"), RowFactory.create("b"))),
        LocalSpark.session()
            .createDataFrame(
                duplicates,
                StructType.fromDDL("id STRING, duplicate_of STRING, representative STRING")),
        7,
        KeepCount.share(HALF));
  }

  @Test
  void theLawsOfDuplicatesAreCheckedWithTheOthers() {
    assertEquals(List.of(), withDuplicates("f a a", "g a a"));
    assertEquals(
        List.of(
            "1 row against \"every duplicate_of exists\" (g)",
            "1 row against \"every duplicate is decided as a duplicate of the same row\" (g)"),
        withDuplicates("f a a", "g z a"));
    assertEquals(
        List.of("1 row against \"every duplicate is decided as a duplicate of the same row\" (g)"),
        withDuplicates("f a a", "g b b"));
    assertEquals(
        List.of("1 row against \"every representative survived deduplication\" (g)"),
        withDuplicates("f a a", "g a f"));
    assertEquals(
        List.of("1 row against \"every representative survived deduplication\" (g)"),
        withDuplicates("f a a", "g a nobody"));
    assertEquals(
        List.of("1 row against \"id is unique\" (f)"), withDuplicates("f a a", "f a a", "g a a"));
  }

  @Test
  void totalsCountReasonsAndRowsOfAll() {
    Dataset<Row> decisions =
        LocalSpark.rows(
            Decisions.SPEC.schema(), 2, sound().stream().map(RowFactory::create).toList());
    DecisionTotals totals = DecisionTotals.measure(decisions);
    assertEquals(Map.of("kept", 2L, "pruned_easy", 2L, "quarantined", 1L), totals.reasons());
    assertEquals(5, totals.rows());
    assertEquals(4, totals.ranked());
    assertEquals(4, totals.clustered());
  }
}
