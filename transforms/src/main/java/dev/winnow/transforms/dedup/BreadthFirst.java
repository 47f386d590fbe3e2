package dev.winnow.transforms.dedup;

import static dev.winnow.schemas.Duplicates.REPRESENTATIVE;
import static dev.winnow.transforms.dedup.Components.COMPONENT;

import dev.winnow.transforms.dedup.groups.StringIndex;
import dev.winnow.transforms.task.Batched;
import dev.winnow.transforms.task.LookAhead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Search in one component, nearest rows first (Dijkstra 1959): finds the distances of its rows from
 * rows whose distance is known, along directed edges. It is a breadth-first search where all edges
 * have one length. Memory of a task: 12 bytes an edge and the ids of one component.
 */
final class BreadthFirst {

  private static final StructType DEPTHS =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add(REPRESENTATIVE, DataTypes.StringType, false)
          .add("depth", DataTypes.IntegerType, false);

  private final StringIndex ids = new StringIndex();
  private final List<Integer> depths = new ArrayList<>();
  private final List<String> roots = new ArrayList<>();
  private int[] from = new int[64];
  private int[] to = new int[64];
  private int[] lengths = new int[64];
  private int edges;

  /**
   * Returns {@code id}, {@code representative} and {@code depth} of the rows whose distance was not
   * known.
   *
   * @param edges component, {@code from}, {@code to}, {@code length}, {@code from_depth} (null
   *     where it is not known) and {@code root} (ignored where {@code from_depth} is null); a
   *     component lies in one partition
   */
  static Dataset<Row> of(Dataset<Row> edges) {
    return edges
        .sparkSession()
        .createDataFrame(
            edges
                .select(COMPONENT, "from", "to", "length", "from_depth", "root")
                .sortWithinPartitions(COMPONENT)
                .javaRDD()
                .mapPartitions(ByComponent::new),
            DEPTHS);
  }

  /** Returns the same columns without a row. */
  static Dataset<Row> none(SparkSession spark) {
    return spark.createDataFrame(List.of(), DEPTHS);
  }

  private void add(Row edge) {
    if (edges == from.length) {
      from = Arrays.copyOf(from, 2 * edges);
      to = Arrays.copyOf(to, 2 * edges);
      lengths = Arrays.copyOf(lengths, 2 * edges);
    }
    int start = vertex(edge.getString(1));
    from[edges] = start;
    lengths[edges] = edge.getInt(3);
    to[edges++] = vertex(edge.getString(2));
    if (!edge.isNullAt(4)) {
      depths.set(start, edge.getInt(4));
      roots.set(start, edge.getString(5));
    }
  }

  private int vertex(String id) {
    int vertex = ids.number(id);
    if (vertex == depths.size()) {
      depths.add(null);
      roots.add(null);
    }
    return vertex;
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
    int[] ordered = new int[edges];
    for (int i = 0; i < edges; i++) {
      ordered[filled[from[i]]++] = i;
    }
    Queue<Reached> open = new PriorityQueue<>(Comparator.comparingInt(Reached::depth));
    for (int i = 0; i < ids.size(); i++) {
      if (depths.get(i) != null) {
        open.add(new Reached(i, depths.get(i), roots.get(i)));
      }
    }
    boolean[] done = new boolean[ids.size()];
    List<Row> found = new ArrayList<>();
    while (!open.isEmpty()) {
      Reached at = open.remove();
      if (done[at.vertex]) {
        continue;
      }
      done[at.vertex] = true;
      if (depths.get(at.vertex) == null) {
        found.add(RowFactory.create(ids.key(at.vertex), at.root, at.depth));
      }
      for (int i = ends[at.vertex]; i < ends[at.vertex + 1]; i++) {
        int edge = ordered[i];
        if (!done[to[edge]] && depths.get(to[edge]) == null) {
          open.add(new Reached(to[edge], at.depth + lengths[edge], at.root));
        }
      }
    }
    return found.iterator();
  }

  private record Reached(int vertex, int depth, String root) {}

  /** Computes the distances of one component after the other. */
  private static final class ByComponent extends Batched<Row, Row> {

    ByComponent(Iterator<Row> edges) {
      super(edges);
    }

    @Override
    protected Iterator<Row> next(LookAhead<Row> edges) {
      BreadthFirst component = new BreadthFirst();
      String name = edges.peek().getString(0);
      while (edges.hasNext() && edges.peek().getString(0).equals(name)) {
        component.add(edges.next());
      }
      return component.search();
    }
  }
}
