package dev.winnow.transforms.dedup;

import static dev.winnow.schemas.Duplicates.REPRESENTATIVE;
import static dev.winnow.transforms.dedup.Components.COMPONENT;

import dev.winnow.transforms.dedup.groups.StringIndex;
import dev.winnow.transforms.task.Batched;
import dev.winnow.transforms.task.LookAhead;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Breadth-first search in one component: finds the distances of its rows from rows whose distance
 * is known, along directed edges. Memory of a task: 8 bytes an edge and the ids of one component.
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
  private int edges;

  /**
   * Returns {@code id}, {@code representative} and {@code depth} of the rows whose distance was not
   * known.
   *
   * @param edges component, {@code from}, {@code to}, {@code from_depth} (null where it is not
   *     known) and {@code root} (ignored where {@code from_depth} is null); a component lies in one
   *     partition
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

  /** Returns the same columns without a row. */
  static Dataset<Row> none(SparkSession spark) {
    return spark.createDataFrame(List.of(), DEPTHS);
  }

  private void add(Row edge) {
    if (edges == from.length) {
      from = Arrays.copyOf(from, 2 * edges);
      to = Arrays.copyOf(to, 2 * edges);
    }
    int start = vertex(edge.getString(1));
    from[edges] = start;
    to[edges++] = vertex(edge.getString(2));
    if (!edge.isNullAt(3)) {
      depths.set(start, edge.getInt(3));
      roots.set(start, edge.getString(4));
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
          found.add(RowFactory.create(ids.key(next), roots.get(next), depths.get(next)));
          open.add(next);
        }
      }
    }
    return found.iterator();
  }

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
