package dev.winnow.transforms.cluster.ml;

import dev.winnow.transforms.kernel.NearestCentroid;
import dev.winnow.transforms.task.Batched;
import dev.winnow.transforms.task.LookAhead;
import dev.winnow.transforms.task.RowValues;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Rows with their cluster as an added value, in batches of 500 rows or of the kernel's preferred
 * size.
 */
final class PredictedRows extends Batched<Row, Row> {

  private static final int LEAST = 500;

  private final NearestCentroid kernel;
  private final int dim;
  private final int input;
  private final boolean unit;

  /**
   * @param input index of the features
   * @param unit true to scale rows to unit length
   */
  PredictedRows(Iterator<Row> rows, NearestCentroid kernel, int dim, int input, boolean unit) {
    super(rows);
    this.kernel = kernel;
    this.dim = dim;
    this.input = input;
    this.unit = unit;
  }

  @Override
  protected Iterator<Row> next(LookAhead<Row> in) {
    List<Row> taken = in.take(Math.max(LEAST, kernel.batch()));
    float[] flat = new float[taken.size() * dim];
    for (int i = 0; i < taken.size(); i++) {
      float[] features = FeatureRows.floats(taken.get(i).get(input), unit);
      KMeansModel.requireLength(features.length, dim);
      System.arraycopy(features, 0, flat, i * dim, dim);
    }
    int[] clusters = new int[taken.size()];
    kernel.assign(flat, 0, taken.size(), clusters, new float[taken.size()]);
    List<Row> predicted = new ArrayList<>(taken.size());
    for (int i = 0; i < clusters.length; i++) {
      predicted.add(RowValues.append(taken.get(i), clusters[i]));
    }
    return predicted.iterator();
  }
}
