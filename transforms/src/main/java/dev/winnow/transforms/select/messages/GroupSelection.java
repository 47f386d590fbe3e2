package dev.winnow.transforms.select.messages;

import dev.winnow.transforms.task.Batched;
import dev.winnow.transforms.task.LookAhead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Selects the rows of the groups of a task. Takes one row for each edge, sorted by group, number of
 * the row in its group and place of the neighbour, and returns {@link MessagePassing#VALUES}. Holds
 * one group: its ids and some 16 bytes an edge.
 */
final class GroupSelection extends Batched<Row, Row> {

  private static final int FEW = 1024;

  private final double gammaForward;
  private final double gammaReverse;

  private double[] values;
  private int[] ends;
  private int[] targets;
  private double[] weights;

  GroupSelection(Iterator<Row> edges, double gammaForward, double gammaReverse) {
    super(edges);
    this.gammaForward = gammaForward;
    this.gammaReverse = gammaReverse;
  }

  @Override
  protected Iterator<Row> next(LookAhead<Row> in) {
    int group = in.peek().getInt(1);
    List<String> ids = new ArrayList<>();
    List<Integer> sent = new ArrayList<>();
    values = new double[FEW];
    ends = new int[FEW];
    targets = new int[FEW];
    weights = new double[FEW];
    int edges = 0;
    while (in.hasNext() && in.peek().getInt(1) == group) {
      Row row = in.next();
      int number = row.getInt(2);
      if (number == ids.size()) {
        ids.add(row.getString(0));
        sent.add(0);
        reserveRow(number);
        values[number] = row.getDouble(3);
      }
      if (!row.isNullAt(4)) {
        double squared = Math.max(0, 2 - 2 * (double) row.getFloat(7));
        values[number] += weight(gammaForward, squared) * Math.max(0, row.getDouble(4));
        sent.set(number, sent.get(number) + 1);
        if (row.getInt(5) == group) {
          reserveEdge(edges);
          targets[edges] = row.getInt(6);
          weights[edges++] = weight(gammaReverse, squared);
        }
      }
      ends[number] = edges;
    }
    int n = ids.size();
    int[] endsOfEdges = ends;
    double[] selected = Inhibition.select(Arrays.copyOf(values, n), ends, targets, weights);
    List<Row> result = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      int within = endsOfEdges[i] - (i == 0 ? 0 : endsOfEdges[i - 1]);
      result.add(RowFactory.create(ids.get(i), selected[i], sent.get(i), within));
    }
    return result.iterator();
  }

  /** Returns exp(-gamma squared distance), with the same bits on all machines. */
  private static double weight(double gamma, double squaredDistance) {
    return StrictMath.exp(-gamma * squaredDistance);
  }

  private void reserveRow(int row) {
    if (row == values.length) {
      values = Arrays.copyOf(values, 2 * row);
      ends = Arrays.copyOf(ends, 2 * row);
    }
  }

  private void reserveEdge(int edge) {
    if (edge == targets.length) {
      targets = Arrays.copyOf(targets, 2 * edge);
      weights = Arrays.copyOf(weights, 2 * edge);
    }
  }
}
