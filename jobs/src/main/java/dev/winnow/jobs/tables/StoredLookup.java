package dev.winnow.jobs.tables;

import static dev.winnow.schemas.Scores.CLUSTER_ID;

import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Scores;
import dev.winnow.schemas.TableSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Answers questions from the files of the tables, which this JVM reads on all its cores. On one
 * machine that takes less time than the start of a Spark session.
 */
public final class StoredLookup implements TableLookup {

  private final StoredTables tables;
  private final Supplier<TableLookup> spark;

  /**
   * @param spark answers for tables whose log is too old to be read here
   */
  public StoredLookup(StoredTables tables, Supplier<TableLookup> spark) {
    this.tables = tables;
    this.spark = spark;
  }

  @Override
  public String folder() {
    return tables.folder();
  }

  @Override
  public boolean exists(TableSpec spec) {
    return tables.exists(spec);
  }

  @Override
  public List<Map<String, Object>> latest(TableSpec spec, String... columns) {
    return tables
        .latest(spec)
        .map(table -> table.rows(columns))
        .orElseGet(() -> spark.get().latest(spec, columns));
  }

  @Override
  public List<Map<String, Object>> where(
      String table, long version, String column, Object value, String... columns) {
    return answer(
        table,
        version,
        stored -> stored.where(column, value, columns),
        () -> spark.get().where(table, version, column, value, columns));
  }

  @Override
  public Matches matches(String table, long version, String column, String value, int first) {
    return answer(
        table,
        version,
        stored -> {
          List<Map<String, Object>> found = stored.where(column, value, "id");
          return new Matches(
              found.size(),
              found.stream()
                  .map(row -> new Graded(1, (String) row.get("id")))
                  .sorted(Graded.BEST_FIRST)
                  .limit(first)
                  .map(Graded::id)
                  .toList());
        },
        () -> spark.get().matches(table, version, column, value, first));
  }

  @Override
  public Standing standing(long scores, double hardness, int cluster) {
    return answer(
        Scores.SPEC.name(),
        scores,
        stored -> {
          long[] sums = new long[4];
          for (long[] counts :
              stored.scan(
                  List.of(CLUSTER_ID, "hardness"),
                  () -> new long[4],
                  (counts, row) -> count(counts, row, hardness, cluster))) {
            Arrays.setAll(sums, i -> sums[i] + counts[i]);
          }
          return new Standing(sums[0], sums[1], sums[2], sums[3]);
        },
        () -> spark.get().standing(scores, hardness, cluster));
  }

  private static void count(long[] counts, StoredRow row, double hardness, int cluster) {
    boolean below = row.getDouble(1) <= hardness;
    boolean inside = row.getInt(0) == cluster;
    counts[0]++;
    counts[1] += below ? 1 : 0;
    counts[2] += inside ? 1 : 0;
    counts[3] += below && inside ? 1 : 0;
  }

  @Override
  public List<String> findByBeginning(long decisions, String text, int most) {
    String compared = text.substring(0, Math.min(IdHints.COMPARED, text.length()));
    return answer(
        Decisions.SPEC.name(),
        decisions,
        stored -> best(stored, List.of("id"), row -> sharedLength(id(row), compared), most),
        () -> spark.get().findByBeginning(decisions, text, most));
  }

  private static int sharedLength(String id, String text) {
    int length = 0;
    while (length < Math.min(id.length(), text.length())
        && id.charAt(length) == text.charAt(length)) {
      length++;
    }
    return length;
  }

  @Override
  public List<String> firstIds(long decisions, int most) {
    return answer(
        Decisions.SPEC.name(),
        decisions,
        stored -> best(stored, List.of("id"), row -> 1, most),
        () -> spark.get().firstIds(decisions, most));
  }

  @Override
  public List<String> findBySource(long examples, String text, int most) {
    return answer(
        Examples.SPEC.name(),
        examples,
        stored ->
            best(
                stored,
                List.of("id", "source"),
                row -> {
                  String source = row.getString(1);
                  return source.endsWith(text) || source.contains(text + "#") ? 1 : 0;
                },
                most),
        () -> spark.get().findBySource(examples, text, most));
  }

  @Override
  public List<Named> named(String table, long version, List<String> spellings, int most) {
    return answer(
        table,
        version,
        stored ->
            stored
                .scan(
                    List.of("id", "source"),
                    () -> new PriorityQueue<>(RowNames.BEST_FIRST.reversed()),
                    (best, row) -> {
                      String id = row.getString(0);
                      String source = row.getString(1);
                      int grade = RowNames.grade(id, source, spellings);
                      if (grade > 0) {
                        best.add(new Named(id, source, grade));
                      }
                      if (best.size() > most) {
                        best.remove();
                      }
                    })
                .stream()
                .flatMap(PriorityQueue::stream)
                .sorted(RowNames.BEST_FIRST)
                .limit(most)
                .toList(),
        () -> spark.get().named(table, version, spellings, most));
  }

  private record Graded(int grade, String id) {

    static final Comparator<Graded> BEST_FIRST =
        Comparator.comparingInt(Graded::grade)
            .reversed()
            .thenComparing(
                graded -> graded.id().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);
  }

  /** Returns the ids of the rows with the highest grades above 0; ties by id. */
  private static List<String> best(
      StoredTable stored, List<String> columns, ToIntFunction<StoredRow> grade, int most) {
    List<Graded> all = new ArrayList<>();
    stored
        .scan(
            columns,
            () -> new PriorityQueue<>(Graded.BEST_FIRST.reversed()),
            (best, row) -> {
              int value = grade.applyAsInt(row);
              if (value > 0) {
                best.add(new Graded(value, id(row)));
              }
              if (best.size() > most) {
                best.remove();
              }
            })
        .forEach(all::addAll);
    return all.stream().sorted(Graded.BEST_FIRST).limit(most).map(Graded::id).toList();
  }

  private static String id(StoredRow row) {
    return row.getString(0);
  }

  private <T> T answer(
      String table, long version, Function<StoredTable, T> question, Supplier<T> otherwise) {
    return tables.find(table, version).map(question).orElseGet(otherwise);
  }
}
