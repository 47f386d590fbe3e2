package dev.winnow.jobs.experiment.study;

import static org.apache.spark.sql.functions.col;

import dev.winnow.schemas.Embeddings;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Experiments;
import dev.winnow.transforms.experiment.learn.Labelled;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Rows of a study as the driver collects them, by their place.
 *
 * @param labels class of each row, in the order of the labels as texts
 * @param classes number of labels
 * @param tokens tokens of each row; null if a row has none
 */
record Matrix(float[] values, int width, int[] labels, int classes, long[] tokens) {

  /**
   * Collects rows, a partition at a time.
   *
   * @param placed rows of id, place, label and tokens, with places from 0
   * @param embeddings rows of id and embedding
   * @param width length of the embeddings
   */
  static Matrix collect(Dataset<Row> placed, Dataset<Row> embeddings, int width) {
    List<Row> rows =
        placed.select(LabelledRows.PLACE, Examples.LABEL, Experiments.TOKENS).collectAsList();
    String[] names = new String[rows.size()];
    long[] tokens = new long[rows.size()];
    boolean counted = true;
    for (Row row : rows) {
      names[row.getInt(0)] = row.getString(1);
      counted &= !row.isNullAt(2);
      tokens[row.getInt(0)] = row.isNullAt(2) ? 0 : row.getLong(2);
    }
    String[] known = Arrays.stream(names).distinct().sorted().toArray(String[]::new);
    float[] values = new float[Math.multiplyExact(rows.size(), width)];
    int found = 0;
    Iterator<PlacedVector> vectors =
        placed
            .select(Examples.ID, LabelledRows.PLACE)
            .join(embeddings, Examples.ID)
            .select(col(LabelledRows.PLACE), col(Embeddings.EMBEDDING))
            .as(Encoders.bean(PlacedVector.class))
            .toLocalIterator();
    while (vectors.hasNext()) {
      PlacedVector vector = vectors.next();
      System.arraycopy(vector.getEmbedding(), 0, values, vector.getPlace() * width, width);
      found++;
    }
    if (found != rows.size()) {
      throw new IllegalStateException(
          "every ranked row must have one embedding, but " + rows.size() + " rows have " + found);
    }
    return new Matrix(
        values,
        width,
        Arrays.stream(names).mapToInt(name -> Arrays.binarySearch(known, name)).toArray(),
        known.length,
        counted ? tokens : null);
  }

  Labelled labelled() {
    return new Labelled(values, width, labels, classes, null);
  }
}
