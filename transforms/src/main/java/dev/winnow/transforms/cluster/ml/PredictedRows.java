package dev.winnow.transforms.cluster.ml;

import dev.winnow.transforms.kernel.NearestCentroid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Rows with their cluster as one more value, some hundred at a time or as the kernel likes it. */
final class PredictedRows implements Iterator<Row> {

  private static final int LEAST = 500;

  private final Iterator<Row> rows;
  private final NearestCentroid kernel;
  private final int dim;
  private final int input;
  private final boolean unit;
  private Iterator<Row> ready = Collections.emptyIterator();

  /**
   * @param input index of the features
   * @param unit whether rows are scaled to unit length
   */
  PredictedRows(Iterator<Row> rows, NearestCentroid kernel, int dim, int input, boolean unit) {
    this.rows = rows;
    this.kernel = kernel;
    this.dim = dim;
    this.input = input;
    this.unit = unit;
  }

  @Override
  public boolean hasNext() {
    if (!ready.hasNext() && rows.hasNext()) {
      ready = batch().iterator();
    }
    return ready.hasNext();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more rows");
    }
    return ready.next();
  }

  private List<Row> batch() {
    int batch = Math.max(LEAST, kernel.batch());
    List<Row> taken = new ArrayList<>(batch);
    float[] flat = new float[batch * dim];
    while (rows.hasNext() && taken.size() < batch) {
      Row row = rows.next();
      float[] features = FeatureRows.floats(row.get(input), unit);
      KMeansModel.requireLength(features.length, dim);
      System.arraycopy(features, 0, flat, taken.size() * dim, dim);
      taken.add(row);
    }
    int[] clusters = new int[taken.size()];
    kernel.assign(flat, 0, taken.size(), clusters, new float[taken.size()]);
    List<Row> predicted = new ArrayList<>(taken.size());
    for (int i = 0; i < clusters.length; i++) {
      Object[] values = new Object[taken.get(i).length() + 1];
      for (int j = 0; j < values.length - 1; j++) {
        values[j] = taken.get(i).get(j);
      }
      values[values.length - 1] = clusters[i];
      predicted.add(RowFactory.create(values));
    }
    return predicted;
  }
}
