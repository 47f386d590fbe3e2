package dev.winnow.jobs.report.read;

import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static dev.winnow.schemas.Decisions.REASON;
import static dev.winnow.schemas.Decisions.SCORE;
import static dev.winnow.schemas.Examples.ID;
import static dev.winnow.schemas.Examples.LABEL;
import static dev.winnow.schemas.Examples.SOURCE;
import static dev.winnow.schemas.Scores.CLUSTER_ID;

import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Reason;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Decisions by label, and the rows that the report shows, from one pass over decisions joined with
 * their examples: two Spark jobs where the examples are few, else three.
 */
public final class ClassFacts implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Name of the labels that are counted together; no label has a null character. */
  public static final String OTHERS = "\u0000";

  private final Pass pass;
  private final TreeMap<String, long[]> reasons = new TreeMap<>();
  private final TreeMap<String, long[]> sizes = new TreeMap<>();
  private final TreeMap<String, RowFacts> rows = new TreeMap<>();

  private ClassFacts(Pass pass) {
    this.pass = pass;
  }

  /**
   * Reads decisions with their labels.
   *
   * @param labels labels that are counted separately; the others are counted together, as {@link
   *     #OTHERS}
   * @param bounds numbers of ranked rows to keep, ascending
   * @param wanted ids of the rows to return
   */
  public static ClassFacts read(
      ReleaseTables tables, Set<String> labels, long[] bounds, Set<String> wanted) {
    Pass pass = new Pass(labels, bounds, wanted);
    ClassFacts all = new ClassFacts(pass);
    tables
        .read(Decisions.SPEC)
        .select(ID, REASON, KEEP_RANK, SCORE, CLUSTER_ID)
        .join(tables.read(Examples.SPEC).select(ID, LABEL, SOURCE), new String[] {ID}, "left")
        .mapPartitions(pass, Encoders.javaSerialization(ClassFacts.class))
        .collectAsList()
        .forEach(all::addAll);
    return all;
  }

  /** Collects the facts of a partition. */
  private record Pass(Set<String> labels, long[] bounds, Set<String> wanted)
      implements MapPartitionsFunction<Row, ClassFacts> {

    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<ClassFacts> call(Iterator<Row> rows) {
      ClassFacts facts = new ClassFacts(this);
      rows.forEachRemaining(facts::add);
      return List.of(facts).iterator();
    }
  }

  private void add(Row row) {
    Reason reason = Reason.of(row.getString(1));
    String label = row.isNullAt(5) ? null : row.getString(5);
    if (label != null) {
      String counted = pass.labels().contains(label) ? label : OTHERS;
      reasons
          .computeIfAbsent(counted, none -> new long[Reason.values().length])[reason.ordinal()]++;
      if (!row.isNullAt(2)) {
        long[] ranks = sizes.computeIfAbsent(counted, none -> new long[pass.bounds().length]);
        for (int i = 0; i < ranks.length; i++) {
          ranks[i] += row.getLong(2) <= pass.bounds()[i] ? 1 : 0;
        }
      }
    }
    String id = row.getString(0);
    if (pass.wanted().contains(id)) {
      rows.put(
          id,
          new RowFacts(
              id,
              reason,
              label,
              row.isNullAt(6) ? null : row.getString(6),
              row.isNullAt(3) ? null : (Double) row.getDouble(3),
              row.isNullAt(4) ? null : (Integer) row.getInt(4)));
    }
  }

  private void addAll(ClassFacts other) {
    addAll(reasons, other.reasons);
    addAll(sizes, other.sizes);
    rows.putAll(other.rows);
  }

  private static void addAll(Map<String, long[]> sums, Map<String, long[]> added) {
    added.forEach(
        (label, counts) ->
            sums.merge(
                label,
                counts,
                (some, others) -> {
                  for (int i = 0; i < some.length; i++) {
                    some[i] += others[i];
                  }
                  return some;
                }));
  }

  /** Returns the rows of each reason, by label and by the place of the reason. */
  public Map<String, long[]> reasons() {
    return reasons;
  }

  /** Returns the rows that each number of kept rows would keep, by label. */
  public Map<String, long[]> sizes() {
    return sizes;
  }

  /** Returns the wanted rows that there are, by id. */
  public Map<String, RowFacts> rows() {
    return rows;
  }
}
