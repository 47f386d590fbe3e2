package dev.winnow.transforms.dedup;

import static dev.winnow.schemas.Duplicates.REPRESENTATIVE;
import static dev.winnow.transforms.dedup.Components.COMPONENT;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Distances of rows from rows whose distance is known, along the directed edges of one component,
 * in memory: 8 bytes an edge and the ids.
 */
final class BreadthFirst {

  private static final StructType DEPTHS =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add(REPRESENTATIVE, DataTypes.StringType, false)
          .add("depth", DataTypes.IntegerType, false);

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> ids = new ArrayList<>();
  private final List<Integer> depths = new ArrayList<>();
  private final List<String> roots = new ArrayList<>();
  private int[] from = new int[64];
  private int[] to = new int[64];
  private int edges;

  /**
   * Returns {@code id}, {@code representative} and {@code depth} of the rows that had none.
   *
   * @param edges component, {@code from}, {@code to}, {@code from_depth} and {@code root} (both
   *     counted only where the former is not null); a component lies in one partition
   */
  static Dataset<Row> of(Dataset<Row> edges) {
    return edges
        .sparkSession()
        .createDataFrame(
            edges
                .select(COMPONENT, "from", "to", "from_depth", "root")
                .sortWithinPartitions(COMPONENT)
                .javaRDD()
                .mapPartitions(ByComponent::new),
            DEPTHS);
  }

  /** No distances. */
  static Dataset<Row> none(SparkSession spark) {
    return spark.createDataFrame(List.of(), DEPTHS);
  }

  private void add(Row edge) {
    if (edges == from.length) {
      from = Arrays.copyOf(from, 2 * edges);
      to = Arrays.copyOf(to, 2 * edges);
    }
    int start = number(edge.getString(1));
    from[edges] = start;
    to[edges++] = number(edge.getString(2));
    if (!edge.isNullAt(3)) {
      depths.set(start, edge.getInt(3));
      roots.set(start, edge.getString(4));
    }
  }

  private int number(String id) {
    Integer known = numbers.putIfAbsent(id, ids.size());
    if (known != null) {
      return known;
    }
    ids.add(id);
    depths.add(null);
    roots.add(null);
    return ids.size() - 1;
  }

  private Iterator<Row> search() {
    int[] ends = new int[ids.size() + 1];
    for (int i = 0; i < edges; i++) {
      ends[from[i] + 1]++;
    }
    for (int i = 0; i < ids.size(); i++) {
      ends[i + 1] += ends[i];
    }
    int[] filled = ends.clone();
    int[] neighbours = new int[edges];
    for (int i = 0; i < edges; i++) {
      neighbours[filled[from[i]]++] = to[i];
    }
    Queue<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < ids.size(); i++) {
      if (depths.get(i) != null) {
        open.add(i);
      }
    }
    List<Row> found = new ArrayList<>();
    while (!open.isEmpty()) {
      int at = open.remove();
      for (int i = ends[at]; i < ends[at + 1]; i++) {
        int next = neighbours[i];
        if (depths.get(next) == null) {
          depths.set(next, depths.get(at) + 1);
          roots.set(next, roots.get(at));
          found.add(RowFactory.create(ids.get(next), roots.get(next), depths.get(next)));
          open.add(next);
        }
      }
    }
    return found.iterator();
  }

  /** The distances of one component after the other. */
  private static final class ByComponent implements Iterator<Row> {

    private final Iterator<Row> edges;
    private Iterator<Row> found = Collections.emptyIterator();
    private Row first;

    ByComponent(Iterator<Row> edges) {
      this.edges = edges;
      this.first = edges.hasNext() ? edges.next() : null;
    }

    @Override
    public boolean hasNext() {
      while (!found.hasNext() && first != null) {
        BreadthFirst component = new BreadthFirst();
        String name = first.getString(0);
        while (first != null && first.getString(0).equals(name)) {
          component.add(first);
          first = edges.hasNext() ? edges.next() : null;
        }
        found = component.search();
      }
      return found.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException("no more distances");
      }
      return found.next();
    }
  }
}
