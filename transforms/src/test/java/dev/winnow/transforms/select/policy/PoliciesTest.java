package dev.winnow.transforms.select.policy;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.cluster.ClusterRows;
import dev.winnow.transforms.select.BalanceForm;
import dev.winnow.transforms.select.ClassFloor;
import dev.winnow.transforms.select.RandomControl;
import dev.winnow.transforms.select.Selection;
import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.order.Ranking;
import dev.winnow.transforms.select.zcore.CoverageScores;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the laws of all policies, and the properties of each. */
class PoliciesTest {

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("score", DataTypes.DoubleType, false)
          .add("distance", DataTypes.DoubleType, false)
          .add("cluster_id", DataTypes.IntegerType, false)
          .add("class", DataTypes.StringType, true);

  private static final int ROWS = 300;

  /**
   * Returns rows in eight clusters of very different sizes, under two at the top, with many ties
   * among the scores.
   */
  private static List<Row> rows() {
    Random random = new Random(81);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      int cluster = (int) (8 * Math.pow(random.nextDouble(), 2));
      double score = random.nextInt(40) / 20.0;
      rows.add(RowFactory.create("id-" + i, score, score, cluster, "c" + cluster % 3));
    }
    return rows;
  }

  private static Policy hierarchical(ClusterSampling sampling, int multiplier) {
    return new KeepHierarchical(
        8, List.of(new int[] {0, 0, 0, 0, 0, 1, 1, 1}), multiplier, sampling);
  }

  private static Policy density(String guard) {
    return new KeepDensity(
        0.1, new double[] {0.3, 0.2, 0.4, 0.1, 0.3, 0.2, 0.5, 0.6}, new BigDecimal(guard));
  }

  /** Returns the embeddings of the rows in four dimensions, and eight prototypes. */
  private static EmbeddedRows embedded() {
    Random random = new Random(83);
    float[][] vectors = new float[ROWS][4];
    for (float[] vector : vectors) {
      for (int j = 0; j < vector.length; j++) {
        vector[j] = (float) random.nextGaussian();
      }
    }
    Dataset<Row> rows =
        ClusterRows.dataset(vectors, 5).withColumn("id", concat(lit("id-"), col("id")));
    float[] prototypes = new float[8 * 4];
    for (int j = 0; j < prototypes.length; j++) {
      prototypes[j] = (float) random.nextGaussian();
    }
    return new EmbeddedRows(rows, prototypes, 4);
  }

  private static Policy zcore() {
    return new KeepZcore(embedded(), new CoverageScores(500, 2, 5, 4 * 64));
  }

  private static Policy d2(int groupRows) {
    return new KeepD2(embedded(), 5, 1, 1, groupRows);
  }

  static Stream<Arguments> policies() {
    return Stream.of(
        Arguments.of("hard", new KeepHard(BigDecimal.ZERO), "0", null),
        Arguments.of("hard, guarded", new KeepHard(new BigDecimal("0.1")), "0", null),
        Arguments.of("easy", new KeepEasy(), "0", null),
        Arguments.of("middle", new KeepMiddle(), "0", null),
        Arguments.of("random", new KeepRandom(), "0", null),
        Arguments.of("band", new KeepBand(new BigDecimal("0.2"), new BigDecimal("0.7")), "0", null),
        Arguments.of("coverage", new KeepCoverage(new BigDecimal("0.1"), 12), "0", null),
        Arguments.of("density", density("0.05"), "0", null),
        Arguments.of("hierarchical", hierarchical(ClusterSampling.RANDOM, 1), "0", null),
        Arguments.of("two-ended", new KeepTwoEnded(new BigDecimal("0.1")), "0", null),
        Arguments.of("zcore", zcore(), "0", null),
        Arguments.of("zcore, exploring", zcore(), "0.2", null),
        Arguments.of("d2", d2(1 << 17), "0", null),
        Arguments.of("d2 in groups, floored", d2(60), "0", "0.5"),
        Arguments.of("hierarchical, twice", hierarchical(ClusterSampling.CLOSEST, 2), "0", null),
        Arguments.of("hard, exploring", new KeepHard(BigDecimal.ZERO), "0.2", null),
        Arguments.of("density, exploring, floored", density("0"), "0.1", "0.5"));
  }

  private static Selection selection(
      Policy policy, String exploration, String floor, String fraction) {
    return new Selection(
        policy,
        KeepCount.share(new BigDecimal(fraction)),
        floor == null ? null : new ClassFloor("class", new BigDecimal(floor), BalanceForm.RELATIVE),
        new BigDecimal(exploration),
        42);
  }

  private static List<Row> ranked(Selection selection, int partitions, int shuffle) {
    List<Row> rows = rows();
    Collections.shuffle(rows, new Random(shuffle));
    return selection
        .apply(LocalSpark.rows(SCHEMA, partitions, rows))
        .orderBy("keep_rank")
        .select("id", "keep_rank", "keep_quantile", "kept", "reason", "threshold")
        .collectAsList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("policies")
  void ranksAreExactAndDependOnNeitherPartitionsNorTheSizeOfTheCutSoThatCutsNest(
      String name, Policy policy, String exploration, String floor) {
    List<Row> large = ranked(selection(policy, exploration, floor, "0.83"), 1, 1);
    List<Row> small = ranked(selection(policy, exploration, floor, "0.21"), 7, 2);
    for (int i = 0; i < ROWS; i++) {
      assertEquals(i + 1, small.get(i).getLong(1));
      assertEquals(small.get(i).getString(0), large.get(i).getString(0), name);
      assertEquals(i < 63, small.get(i).getBoolean(3));
      assertEquals(i < 249, large.get(i).getBoolean(3));
      assertEquals(i < 63, small.get(i).getString(4).equals("kept"));
      assertEquals((i + 1.0) / ROWS, small.get(i).getDouble(2));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("policies")
  @Tag("long")
  void decisionsAreTheSameInOnePartitionAndInSixtyFour(
      String name, Policy policy, String exploration, String floor) {
    Selection selection = selection(policy, exploration, floor, "0.83");
    assertEquals(ranked(selection, 1, 1).toString(), ranked(selection, 64, 3).toString(), name);
  }

  private static Map<String, Long> reasons(List<Row> ranked) {
    return ranked.stream()
        .collect(
            Collectors.groupingBy(row -> row.getString(4), TreeMap::new, Collectors.counting()));
  }

  private static Set<String> kept(Dataset<Row> ranked) {
    return ranked.where("kept").select("id").collectAsList().stream()
        .map(row -> row.getString(0))
        .collect(Collectors.toSet());
  }

  /** Returns rows of hardness 1 to n, in hundredths, all of one cluster. */
  private static Dataset<Row> ladder(int n) {
    List<Row> rows = new ArrayList<>();
    for (int i = 1; i <= n; i++) {
      rows.add(RowFactory.create("r" + i, i / 100.0, i / 100.0, 0, "a"));
    }
    return LocalSpark.rows(SCHEMA, 3, rows);
  }

  private static Set<String> span(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> "r" + i).collect(Collectors.toSet());
  }

  @Test
  void aBandKeepsTheRowsBetweenItsQuantiles() {
    Policy band = new KeepBand(new BigDecimal("0.2"), new BigDecimal("0.7"));
    assertEquals(span(21, 70), kept(selection(band, "0", null, "0.5").apply(ladder(100))));
    // A smaller cut is spread over the band.
    Set<String> small = kept(selection(band, "0", null, "0.2").apply(ladder(100)));
    assertTrue(span(21, 70).containsAll(small));
    assertTrue(small.stream().anyMatch(span(21, 40)::contains));
    assertTrue(small.stream().anyMatch(span(51, 70)::contains));
    // A larger one goes on at both ends.
    assertEquals(span(16, 75), kept(selection(band, "0", null, "0.6").apply(ladder(100))));
    List<Row> ranked =
        selection(band, "0", null, "0.4")
            .apply(ladder(100))
            .select("id", "keep_rank", "keep_quantile", "kept", "reason")
            .collectAsList();
    assertEquals(
        Map.of("kept", 40L, "pruned_easy", 20L, "pruned_hard", 30L, "pruned_random", 10L),
        reasons(ranked));
  }

  @Test
  void twoEndedKeepsTheHardestRowsBehindAShareOfTheHardest() {
    Policy twoEnded = new KeepTwoEnded(new BigDecimal("0.1"));
    assertEquals(span(61, 90), kept(selection(twoEnded, "0", null, "0.3").apply(ladder(100))));
    // If all other rows are kept, the hardest follow from their easy end.
    assertEquals(span(1, 94), kept(selection(twoEnded, "0", null, "0.94").apply(ladder(100))));
    assertEquals(
        Map.of("kept", 30L, "pruned_easy", 60L, "pruned_hard", 10L),
        reasons(
            selection(twoEnded, "0", null, "0.3")
                .apply(ladder(100))
                .select("id", "keep_rank", "keep_quantile", "kept", "reason")
                .collectAsList()));
  }

  @Test
  void coverageTakesAsMuchOfEveryStratumAndSetsTheHardestAside() {
    // 90 rows in the lower half of the range, 8 in the upper; the two hardest are set aside.
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      double score = i < 90 ? i / 1000.0 : i < 98 ? 0.9 + i / 1000.0 : 5 + i;
      rows.add(RowFactory.create("r" + i, score, score, 0, "a"));
    }
    Dataset<Row> data = LocalSpark.rows(SCHEMA, 3, rows);
    Policy coverage = new KeepCoverage(new BigDecimal("0.02"), 2);
    Ranking ranking = selection(coverage, "0", null, "0.2").rank(data);
    assertEquals(2L, ranking.figures().get("set_aside"));
    // 20 rows: min(8, 20 / 2) of the upper stratum, the other 12 of the lower.
    assertEquals(8, ranking.rows().where("kept and score > 0.5").count());
    assertEquals(12, ranking.rows().where("kept and score < 0.5").count());
    assertEquals(
        0, ranking.rows().where("score > 2 and (kept or reason != 'pruned_hard')").count());
    // All but one: the less hard one of the two that were set aside.
    Dataset<Row> most = selection(coverage, "0", null, "0.99").apply(data);
    assertEquals("r99", most.where("not kept").select("id").first().getString(0));
  }

  @Test
  void densityGivesEachClusterABudgetAndAThreshold() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      // Cluster 0 is tight, cluster 1 wide: mean distances 0.1 and 0.4, both at separation 1.
      rows.add(RowFactory.create("t" + i, 0.1, 0.1, 0, "a"));
      rows.add(RowFactory.create("w" + i, 0.4, 0.4, 1, "a"));
    }
    Policy density = new KeepDensity(0.3 / Math.log(3), new double[] {1, 1}, BigDecimal.ZERO);
    Ranking ranking = selection(density, "0", null, "0.5").rank(LocalSpark.rows(SCHEMA, 2, rows));
    // Shares 1/4 and 3/4 of 40 rows.
    assertEquals(10, ranking.rows().where("kept and cluster_id = 0").count());
    assertEquals(30, ranking.rows().where("kept and cluster_id = 1").count());
    assertEquals(
        Set.of(0.1),
        ranking.rows().where("cluster_id = 0").select("threshold").collectAsList().stream()
            .map(row -> row.getDouble(0))
            .collect(Collectors.toSet()));
    assertEquals(1.7547, (double) ranking.figures().get("effective_clusters"), 1e-4);
  }

  @Test
  void hierarchicalSamplingKeepsSmallClustersAndDrawsOrTakesTheClosest() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rows.add(RowFactory.create("r" + i, i / 100.0, i / 100.0, i < 6 ? 0 : 1, "a"));
    }
    Dataset<Row> data = LocalSpark.rows(SCHEMA, 3, rows);
    Policy closest = new KeepHierarchical(2, List.of(), 1, ClusterSampling.CLOSEST);
    Dataset<Row> ranked = selection(closest, "0", null, "0.2").apply(data);
    assertEquals(6, ranked.where("kept and cluster_id = 0").count());
    // The others: the 14 closest of the large cluster.
    assertEquals(14, ranked.where("kept and cluster_id = 1 and score < 0.2").count());
    assertEquals(80, ranked.where("reason = 'pruned_hard'").count());
    Policy drawn = new KeepHierarchical(2, List.of(), 1, ClusterSampling.RANDOM);
    Dataset<Row> random = selection(drawn, "0", null, "0.2").apply(data);
    assertEquals(14, random.where("kept and cluster_id = 1").count());
    assertTrue(random.where("kept and score > 0.5").count() > 3);
    assertEquals(80, random.where("reason = 'pruned_random'").count());
  }

  @Test
  void outliersAreTheHardestAndAGuardPutsThemLast() {
    // 400 outliers beside 20,000 rows, as in the pitfalls of keep-hard, at a tenth of the size.
    Random random = new Random(82);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 2040; i++) {
      double distance = i < 40 ? 0.9 + 0.1 * random.nextDouble() : 0.5 * random.nextDouble();
      rows.add(RowFactory.create((i < 40 ? "o" : "r") + i, distance, distance, 0, "a"));
    }
    Dataset<Row> data = LocalSpark.rows(SCHEMA, 2, rows);
    for (String fraction : List.of("0.8", "0.2")) {
      Policy plain = new KeepHard(BigDecimal.ZERO);
      assertEquals(
          40,
          selection(plain, "0", null, fraction).apply(data).where("kept and id like 'o%'").count());
      Dataset<Row> guarded =
          selection(new KeepHard(new BigDecimal("0.02")), "0", null, fraction).apply(data);
      // floor(0.02 * 2040 + 0.5) = 41 rows are guarded: all outliers and one more.
      assertEquals(0, guarded.where("kept and id like 'o%'").count());
      assertEquals(41, guarded.where("reason = 'pruned_hard'").count());
      assertEquals(KeepCount.keptRows(new BigDecimal(fraction), 2040), kept(guarded).size());
    }
  }

  @Test
  void aSmallTightClassVanishesWithoutAFloorAndSingletonsAreTheEasiest() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      // Class small: 20 rows near their prototype; a singleton is its prototype.
      double score = i < 20 ? i / 1000.0 : 0.1 + i / 1000.0;
      rows.add(RowFactory.create("r" + i, score, score, 0, i < 20 ? "small" : "large"));
    }
    rows.add(RowFactory.create("alone", 0.0, 0.0, 1, null));
    Dataset<Row> data = LocalSpark.rows(SCHEMA, 2, rows);
    Policy hard = new KeepHard(BigDecimal.ZERO);
    assertEquals(
        0, selection(hard, "0", null, "0.2").apply(data).where("kept and class = 'small'").count());
    // ceil(0.5 * 40 * 20 / 201) = 2
    assertEquals(
        2,
        selection(hard, "0", "0.5", "0.2").apply(data).where("kept and class = 'small'").count());
    Row alone =
        selection(hard, "0", "0.5", "0.9")
            .apply(data)
            .where("id = 'alone'")
            .select("kept", "reason")
            .first();
    assertEquals("[false,pruned_easy]", alone.toString());
  }

  @Test
  void explorationDrawsItsShareOfEveryCutFromAllRows() {
    Dataset<Row> ranked =
        selection(new KeepHard(BigDecimal.ZERO), "0.25", null, "0.4").apply(ladder(1000)).cache();
    Set<String> kept = kept(ranked);
    // 400 rows: 100 drawn, 300 the hardest of the others.
    assertEquals(400, kept.size());
    long easy = kept.stream().filter(span(1, 500)::contains).count();
    // About half of the 100 drawn rows are from the easy half; the policy keeps none of those.
    assertTrue(easy > 30 && easy < 70, easy + " easy rows");
    // Rows drawn later than this cut, 150 of 250.
    assertEquals(150, ranked.where("reason = 'pruned_random'").count());
    assertEquals(
        Arrays.asList("kept", "pruned_easy", "pruned_random"),
        ranked.select("reason").distinct().orderBy("reason").collectAsList().stream()
            .map(row -> row.getString(0))
            .toList());
    assertEquals(1, ranked.select("threshold").distinct().count());
  }

  @Test
  void theControlIsOfTheSameSizeNestedAndIndependentOfTheScore() {
    Dataset<Row> data = ladder(1000);
    List<Row> control = RandomControl.draw(data, 200, 42).orderBy("control_rank").collectAsList();
    assertEquals(200, control.size());
    assertEquals(
        control.subList(0, 50),
        RandomControl.draw(data, 50, 42).orderBy("control_rank").collectAsList());
    Set<String> ids = control.stream().map(row -> row.getString(0)).collect(Collectors.toSet());
    long hard = ids.stream().filter(span(501, 1000)::contains).count();
    assertTrue(hard > 70 && hard < 130, hard + " hard rows");
  }
}
