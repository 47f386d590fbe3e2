package dev.winnow.jobs.run;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.transforms.LocalSpark;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FewRowsTest {

  private static final SparkSession SPARK = LocalSpark.session().newSession();
  private static final List<String> SETTINGS =
      List.of(
          "spark.sql.adaptive.enabled",
          "spark.sql.autoBroadcastJoinThreshold",
          "spark.sql.shuffle.partitions");

  @BeforeAll
  static void makeTheSettingsThoseOfWinnow() {
    SPARK.conf().set(DataSizes.DEFAULTS, String.join(",", SETTINGS));
  }

  private static List<String> settings() {
    return SETTINGS.stream().map(SPARK.conf()::get).toList();
  }

  /** Numbers that have a partner, each with the number of partners of its rest, in their order. */
  private static List<Row> query() {
    Dataset<Row> numbers = SPARK.range(0, 300, 1, 3).selectExpr("id as number", "id % 7 as rest");
    Dataset<Row> partners = SPARK.range(0, 300, 2, 3).selectExpr("id as partner");
    Dataset<Row> counts = numbers.groupBy(col("rest").as("of")).count();
    return numbers
        .join(partners, col("number").equalTo(col("partner")))
        .join(counts, col("rest").equalTo(col("of")))
        .orderBy("number")
        .collectAsList();
  }

  @Test
  void aQueryOfFewRowsIsOneJobWithTheSameRows() throws Exception {
    AtomicInteger jobs = new AtomicInteger();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart job) {
            jobs.incrementAndGet();
          }
        };
    List<Row> expected = query();
    SPARK.sparkContext().listenerBus().waitUntilEmpty();
    SPARK.sparkContext().addSparkListener(listener);
    try {
      assertEquals(expected, DataSizes.ofFewRows(SPARK, 300, 300, true, FewRowsTest::query));
      SPARK.sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      SPARK.sparkContext().removeSparkListener(listener);
    }
    assertEquals(150, expected.size());
    assertEquals(1, jobs.get());
  }

  @Test
  void settingsAreRestoredAlsoAfterAFailureAndMuchDataChangeNone() {
    List<String> before = settings();
    List<String> within = DataSizes.ofFewRows(SPARK, 1, 1, true, FewRowsTest::settings);
    assertEquals(List.of("false", "-1", "1"), within);
    assertEquals(before, settings());
    assertThrows(
        IllegalStateException.class,
        () ->
            DataSizes.ofFewRows(
                SPARK,
                1,
                1,
                false,
                () -> {
                  throw new IllegalStateException(settings().toString());
                }));
    assertEquals(before, settings());
    assertEquals(
        before, DataSizes.ofFewRows(SPARK, DataSizes.FEW_ROWS + 1, 1, true, FewRowsTest::settings));
    assertEquals(
        before,
        DataSizes.ofFewRows(SPARK, 1, DataSizes.FEW_BYTES + 1, true, FewRowsTest::settings));
    assertNotEquals(before, within);
  }

  @Test
  void aStageInsideARunChangesWhatTheRunHasSetAndLeavesNothingBehind() {
    SparkSession other = LocalSpark.session().newSession();
    SETTINGS.forEach(other.conf()::unset);
    List<String> within =
        DataSizes.during(
            other,
            1,
            () -> {
              String run = other.conf().get(DataSizes.SHUFFLE);
              return DataSizes.ofFewRows(
                  other, 1, 1, true, () -> List.of(run, other.conf().get(DataSizes.SHUFFLE)));
            });
    assertEquals(List.of("2", "1"), within);
    SETTINGS.forEach(name -> assertFalse(other.conf().getAll().contains(name), name));
    DataSizes.ofFewRows(other, 1, 1, true, () -> null);
    SETTINGS.forEach(name -> assertFalse(other.conf().getAll().contains(name), name));
  }
}
