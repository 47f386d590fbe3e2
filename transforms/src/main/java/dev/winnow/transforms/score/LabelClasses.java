package dev.winnow.transforms.score;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Classes of a corpus: its labels, numbered from 0 in the order of their text. A null label is not
 * a class.
 */
public final class LabelClasses implements Serializable {

  private static final long serialVersionUID = 1;

  /** Largest number of classes for which metrics of labels are computed. */
  public static final int MOST = 10_000;

  private final String[] labels;
  private final long[] rows;
  private final long unlabelled;

  private LabelClasses(TreeMap<String, Long> counts, long unlabelled) {
    this.labels = counts.keySet().toArray(String[]::new);
    this.rows = counts.values().stream().mapToLong(Long::longValue).toArray();
    this.unlabelled = unlabelled;
  }

  /**
   * Counts the rows of each label. Two jobs; beyond {@link #MOST} labels only {@code MOST + 1} are
   * counted, so the driver holds no more.
   *
   * @param labelled rows with a string column {@code label}
   */
  public static LabelClasses count(Dataset<Row> labelled) {
    long unlabelled = labelled.where("label IS NULL").count();
    List<Row> rows =
        labelled
            .where("label IS NOT NULL")
            .groupBy("label")
            .count()
            .limit(MOST + 1)
            .collectAsList();
    TreeMap<String, Long> counts = new TreeMap<>();
    rows.forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    return new LabelClasses(counts, unlabelled);
  }

  /** Returns the number of classes. */
  public int size() {
    return labels.length;
  }

  /** Returns the number of rows that have a label. */
  public long labelledRows() {
    return Arrays.stream(rows).sum();
  }

  /** Returns the number of rows without a label. */
  public long unlabelledRows() {
    return unlabelled;
  }

  /**
   * Returns the share of each class in a stratified sample: that of all rows, or more where a class
   * would give fewer than {@code least} rows. A class with fewer rows gives all of them.
   *
   * @param most approximate number of rows of the sample, without those that {@code least} adds
   */
  double[] stratified(long most, long least) {
    double overall = (double) most / labelledRows();
    return Arrays.stream(rows)
        .mapToDouble(n -> Math.min(1, Math.max(overall, (double) least / n)))
        .toArray();
  }

  /** Returns the share of each class in a sample of about {@code most} rows of each class. */
  double[] upTo(double most) {
    return Arrays.stream(rows).mapToDouble(n -> Math.min(1, most / n)).toArray();
  }

  /** Returns the number of rows that a sample with these shares has on average, rounded up. */
  long sampled(double[] shares) {
    double sum = 0;
    for (int c = 0; c < rows.length; c++) {
      sum += shares[c] * rows[c];
    }
    return (long) Math.ceil(sum);
  }

  /** Returns the class of a label; -1 for null. */
  int index(String label) {
    if (label == null) {
      return -1;
    }
    int found = Arrays.binarySearch(labels, label);
    if (found < 0) {
      throw new IllegalArgumentException(
          "label " + label + " did not exist when the labels were counted");
    }
    return found;
  }

  /** Refuses fewer than {@code least} and more than {@link #MOST} classes. */
  void require(int least) {
    if (size() < least || size() > MOST) {
      throw new IllegalArgumentException(
          "labels must have "
              + least
              + " to "
              + MOST
              + " distinct values, got "
              + (size() > MOST ? "more" : String.valueOf(size())));
    }
  }
}
