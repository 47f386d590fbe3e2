package dev.winnow.jobs.report.read;

import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.col;

import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Reason;
import dev.winnow.transforms.task.Draws;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Counts and samples of table {@code decisions}, from one pass: one Spark job. */
public final class DecisionFacts implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Series of {@link #scores} for kept rows. */
  public static final int KEPT = 0;

  /** Series of {@link #scores} for pruned rows. */
  public static final int PRUNED = 1;

  private static final String HASH = "hash";
  private static final Reason[] REASONS = Reason.values();

  private final Plan plan;
  private final long[] reasons = new long[REASONS.length];
  private final Bins scores = new Bins(2);
  private final TreeMap<Double, Long> thresholds = new TreeMap<>();
  private final Map<Integer, Lowest<Ranked>> samples = new HashMap<>();
  private final Map<Integer, Lowest<Ranked>> pruned = new HashMap<>();

  /**
   * Sizes of the samples.
   *
   * @param seed seed of the draws
   * @param quotas rows to sample of each cluster
   * @param gallery clusters of which pruned rows are shown
   * @param prunedOfCluster pruned rows of each of them
   */
  public record Plan(
      long seed, Map<Integer, Integer> quotas, List<Integer> gallery, int prunedOfCluster)
      implements Serializable {

    private static final long serialVersionUID = 1L;
  }

  private DecisionFacts(Plan plan) {
    this.plan = plan;
    plan.gallery().forEach(cluster -> pruned.put(cluster, new Lowest<>(plan.prunedOfCluster())));
  }

  /** Reads the decisions of the release. */
  public static DecisionFacts read(ReleaseTables tables, Plan plan) {
    DecisionFacts all = new DecisionFacts(plan);
    tables
        .read(Decisions.SPEC)
        .select(
            col(Examples.ID),
            col(Decisions.REASON),
            col(Decisions.SCORE),
            col(Decisions.THRESHOLD),
            col(CLUSTER_ID),
            Draws.hash(plan.seed(), "report").as(HASH))
        .mapPartitions(new Pass(plan), Encoders.javaSerialization(DecisionFacts.class))
        .collectAsList()
        .forEach(all::addAll);
    return all;
  }

  /** Collects the facts of a partition. */
  private record Pass(Plan plan) implements MapPartitionsFunction<Row, DecisionFacts> {

    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<DecisionFacts> call(Iterator<Row> rows) {
      DecisionFacts facts = new DecisionFacts(plan);
      rows.forEachRemaining(facts::add);
      return List.of(facts).iterator();
    }
  }

  private void add(Row row) {
    Reason reason = Reason.of(row.getString(1));
    reasons[reason.ordinal()]++;
    if (!row.isNullAt(2) && reason.isRanked()) {
      scores.add(row.getDouble(2), reason == Reason.KEPT ? KEPT : PRUNED);
    }
    if (!row.isNullAt(3)) {
      thresholds.merge(row.getDouble(3), 1L, Long::sum);
    }
    if (row.isNullAt(4)) {
      return;
    }
    int cluster = row.getInt(4);
    Ranked ranked = new Ranked(row.getLong(5), row.getString(0));
    int quota = plan.quotas().getOrDefault(cluster, 0);
    samples.computeIfAbsent(cluster, none -> new Lowest<>(quota)).add(ranked);
    if (reason.isPruned() && pruned.containsKey(cluster)) {
      pruned.get(cluster).add(ranked);
    }
  }

  private void addAll(DecisionFacts other) {
    Arrays.setAll(reasons, i -> reasons[i] + other.reasons[i]);
    scores.addAll(other.scores);
    other.thresholds.forEach((value, rows) -> thresholds.merge(value, rows, Long::sum));
    other.samples.forEach(
        (cluster, some) ->
            samples
                .computeIfAbsent(
                    cluster, none -> new Lowest<>(plan.quotas().getOrDefault(cluster, 0)))
                .addAll(some));
    other.pruned.forEach((cluster, some) -> pruned.get(cluster).addAll(some));
  }

  /** Returns the rows of a reason. */
  public long rows(Reason reason) {
    return reasons[reason.ordinal()];
  }

  /** Returns the rows of all reasons of these kinds. */
  public long rows(Reason.Kind... kinds) {
    long sum = 0;
    for (Reason reason : REASONS) {
      sum += Arrays.asList(kinds).contains(reason.kind()) ? rows(reason) : 0;
    }
    return sum;
  }

  /** Returns all rows of the input. */
  public long rows() {
    return rows(Reason.Kind.values());
  }

  /** Returns the scores of the ranked rows, kept and pruned. */
  public Bins scores() {
    return scores;
  }

  /** Returns the scores of the last kept rows, each with the rows that it holds for. */
  public Map<Double, Long> thresholds() {
    return thresholds;
  }

  /** Returns the ids of the sampled rows of each cluster. */
  public Map<Integer, List<String>> samples() {
    return ids(samples);
  }

  /** Returns the ids of some pruned rows of each cluster of the gallery. */
  public Map<Integer, List<String>> pruned() {
    return ids(pruned);
  }

  private static Map<Integer, List<String>> ids(Map<Integer, Lowest<Ranked>> items) {
    Map<Integer, List<String>> ids = new TreeMap<>();
    items.forEach(
        (cluster, some) -> ids.put(cluster, some.items().stream().map(Ranked::id).toList()));
    return ids;
  }
}
