package dev.winnow.jobs.report.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.schemas.Duplicates;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.LabelConflicts;
import dev.winnow.schemas.Pairs;
import dev.winnow.schemas.TableSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Some pairs of duplicates of each rule: the most similar ones, those just above the threshold, and
 * those just below it. Starts no Spark job where the logs name the files.
 */
public final class PairFacts {

  /** Reason of a refusal: the similarity is below the threshold of the rule. */
  public static final String THRESHOLD = "threshold";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A pair.
   *
   * @param kind exact, near or semantic
   * @param refusedBy reason that the pair is none of duplicates; null for duplicates
   */
  public record Pair(
      String left, String right, String kind, String rule, double similarity, String refusedBy) {

    static final Comparator<Pair> MOST_SIMILAR =
        Comparator.comparingDouble(Pair::similarity)
            .reversed()
            .thenComparing(Pair::left)
            .thenComparing(Pair::right);

    static final Comparator<Pair> LEAST_SIMILAR =
        Comparator.comparingDouble(Pair::similarity)
            .thenComparing(Pair::left)
            .thenComparing(Pair::right);
  }

  /**
   * Pairs of a rule with one outcome.
   *
   * @param rows number of all of them
   * @param most the most similar ones
   * @param least the least similar ones
   */
  public record Outcome(long rows, List<Pair> most, List<Pair> least) {}

  /** A bounded collection of the pairs of one outcome. */
  private static final class Collected {
    private final int size;
    private long rows;
    private final PriorityQueue<Pair> most = new PriorityQueue<>(Pair.MOST_SIMILAR.reversed());
    private final PriorityQueue<Pair> least = new PriorityQueue<>(Pair.LEAST_SIMILAR.reversed());

    Collected(int size) {
      this.size = size;
    }

    void add(Pair pair) {
      rows++;
      keep(most, pair);
      keep(least, pair);
    }

    private void keep(PriorityQueue<Pair> kept, Pair pair) {
      kept.add(pair);
      if (kept.size() > size) {
        kept.remove();
      }
    }

    void addAll(Collected other) {
      rows += other.rows;
      other.most.forEach(pair -> keep(most, pair));
      other.least.forEach(pair -> keep(least, pair));
    }

    Outcome outcome() {
      return new Outcome(
          rows,
          most.stream().sorted(Pair.MOST_SIMILAR).toList(),
          least.stream().sorted(Pair.LEAST_SIMILAR).toList());
    }
  }

  /**
   * Returns the outcomes of the search for near duplicates, by rule and then by the reason of a
   * refusal, which is {@code ""} for duplicates.
   *
   * @param size pairs to return at each end
   */
  public static Map<String, Map<String, Outcome>> near(ReleaseTables tables, int size) {
    return collect(
        tables,
        Pairs.SPEC,
        List.of(
            Pairs.LEFT_ID,
            Pairs.RIGHT_ID,
            Duplicates.RULE,
            Duplicates.SIMILARITY,
            Pairs.REFUSED_BY),
        row ->
            new Pair(
                (String) row.get(Pairs.LEFT_ID),
                (String) row.get(Pairs.RIGHT_ID),
                "near",
                (String) row.get(Duplicates.RULE),
                (Double) row.get(Duplicates.SIMILARITY),
                (String) row.get(Pairs.REFUSED_BY)),
        size);
  }

  /**
   * Returns the dropped duplicates of each kind and rule, by {@code KIND, RULE}, as {@link #near}.
   */
  public static Map<String, Map<String, Outcome>> dropped(ReleaseTables tables, int size) {
    return collect(
        tables,
        Duplicates.SPEC,
        List.of(
            Examples.ID,
            Duplicates.DUPLICATE_OF,
            Duplicates.KIND,
            Duplicates.RULE,
            Duplicates.SIMILARITY),
        row ->
            new Pair(
                (String) row.get(Duplicates.DUPLICATE_OF),
                (String) row.get(Examples.ID),
                (String) row.get(Duplicates.KIND),
                (String) row.get(Duplicates.RULE),
                (Double) row.get(Duplicates.SIMILARITY),
                null),
        size);
  }

  /**
   * Returns the pairs of a row of table {@code epsilon_sweep} that are just below its threshold.
   *
   * @param pairs JSON list of {@code id}, {@code duplicate_of} and {@code cosine_similarity}
   * @param rule rule that compares semantic duplicates
   */
  static Outcome below(String pairs, String rule) {
    Collected all = new Collected(Integer.MAX_VALUE);
    try {
      for (JsonNode pair : JSON.readTree(pairs)) {
        all.add(
            new Pair(
                pair.path(Duplicates.DUPLICATE_OF).asText(),
                pair.path(Examples.ID).asText(),
                "semantic",
                rule,
                pair.path(Duplicates.COSINE_SIMILARITY).asDouble(),
                THRESHOLD));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("table epsilon_sweep holds pairs that are not JSON", e);
    }
    return all.outcome();
  }

  private static Map<String, Map<String, Outcome>> collect(
      ReleaseTables tables,
      TableSpec spec,
      List<String> columns,
      Function<Map<String, Object>, Pair> reader,
      int size) {
    Map<String, Map<String, Collected>> all = new TreeMap<>();
    for (Map<String, Map<String, Collected>> some :
        tables.scan(
            spec,
            columns,
            () -> new TreeMap<String, Map<String, Collected>>(),
            (sum, row) -> add(sum, reader.apply(row), size))) {
      some.forEach(
          (rule, outcomes) ->
              outcomes.forEach(
                  (reason, pairs) ->
                      all.computeIfAbsent(rule, none -> new TreeMap<>())
                          .computeIfAbsent(reason, none -> new Collected(size))
                          .addAll(pairs)));
    }
    Map<String, Map<String, Outcome>> outcomes = new TreeMap<>();
    all.forEach(
        (rule, collected) ->
            collected.forEach(
                (reason, pairs) ->
                    outcomes
                        .computeIfAbsent(rule, none -> new TreeMap<>())
                        .put(reason, pairs.outcome())));
    return outcomes;
  }

  private static void add(Map<String, Map<String, Collected>> sum, Pair pair, int size) {
    sum.computeIfAbsent(pair.kind() + ", " + pair.rule(), none -> new TreeMap<>())
        .computeIfAbsent(
            pair.refusedBy() == null ? "" : pair.refusedBy(), none -> new Collected(size))
        .add(pair);
  }

  /**
   * A pair of duplicates with different labels.
   *
   * @param merged true if one example stands for both
   */
  public record Conflict(Pair pair, String leftLabel, String rightLabel, boolean merged) {}

  /**
   * Returns the pairs with different labels that are most similar.
   *
   * @param most number of pairs
   */
  public static List<Conflict> conflicts(ReleaseTables tables, int most) {
    Comparator<Conflict> order = Comparator.comparing(Conflict::pair, Pair.MOST_SIMILAR);
    PriorityQueue<Conflict> all = new PriorityQueue<>(order.reversed());
    tables
        .scan(
            LabelConflicts.SPEC,
            List.of(
                Pairs.LEFT_ID,
                Pairs.RIGHT_ID,
                Duplicates.KIND,
                Duplicates.RULE,
                Duplicates.SIMILARITY,
                LabelConflicts.LEFT_LABEL,
                LabelConflicts.RIGHT_LABEL,
                LabelConflicts.MERGED),
            () -> new PriorityQueue<>(order.reversed()),
            (some, row) -> {
              some.add(conflict(row));
              if (some.size() > most) {
                some.remove();
              }
            })
        .forEach(all::addAll);
    return all.stream().sorted(order).limit(most).toList();
  }

  private static Conflict conflict(Map<String, Object> row) {
    return new Conflict(
        new Pair(
            (String) row.get(Pairs.LEFT_ID),
            (String) row.get(Pairs.RIGHT_ID),
            (String) row.get(Duplicates.KIND),
            (String) row.get(Duplicates.RULE),
            (Double) row.get(Duplicates.SIMILARITY),
            null),
        (String) row.get(LabelConflicts.LEFT_LABEL),
        (String) row.get(LabelConflicts.RIGHT_LABEL),
        (Boolean) row.get(LabelConflicts.MERGED));
  }

  private PairFacts() {}
}
