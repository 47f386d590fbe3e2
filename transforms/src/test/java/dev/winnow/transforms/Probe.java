package dev.winnow.transforms;

import dev.winnow.transforms.kernel.UnitVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Quality of embeddings: the accuracy of a linear probe, and the agreement of clusters with labels.
 */
public final class Probe {

  private static final StructType SCHEMA =
      new StructType()
          .add("label", DataTypes.DoubleType)
          .add("features", SQLDataTypes.VectorType());

  /**
   * Returns the share of test rows that MLlib's logistic regression predicts correctly with its
   * defaults.
   */
  public static double accuracy(
      float[][] train, String[] trainLabels, float[][] test, String[] testLabels) {
    TreeMap<String, Double> codes = new TreeMap<>();
    for (String label : trainLabels) {
      codes.put(label, 0.0);
    }
    double next = 0;
    for (String label : codes.keySet()) {
      codes.put(label, next++);
    }
    Dataset<Row> training = dataset(train, trainLabels, codes).cache();
    LogisticRegressionModel model = new LogisticRegression().fit(training);
    training.unpersist();
    int right = 0;
    for (int i = 0; i < test.length; i++) {
      double predicted = model.predict(Vectors.dense(unit(test[i])));
      if (codes.getOrDefault(testLabels[i], -1.0) == predicted) {
        right++;
      }
    }
    return (double) right / test.length;
  }

  private static Dataset<Row> dataset(
      float[][] vectors, String[] labels, TreeMap<String, Double> codes) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < vectors.length; i++) {
      rows.add(RowFactory.create(codes.get(labels[i]), Vectors.dense(unit(vectors[i]))));
    }
    return LocalSpark.session().createDataFrame(rows, SCHEMA).repartition(4);
  }

  private static double[] unit(float[] raw) {
    UnitVector unit = UnitVector.of(raw);
    double[] values = new double[raw.length];
    if (unit.code() == null) {
      for (int i = 0; i < values.length; i++) {
        values[i] = unit.vector()[i];
      }
    }
    return values;
  }

  /** Returns the cosine of two vectors: 1 for two zero vectors, NaN where only one is zero. */
  public static double cosine(float[] a, float[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (double) a[i] * b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    return aa == 0 && bb == 0 ? 1 : ab / Math.sqrt(aa * bb);
  }

  /**
   * Returns the normalised mutual information (by the arithmetic mean of the entropies), in [0, 1].
   */
  public static double nmi(int[] clusters, String[] labels) {
    TreeMap<String, Integer> codes = new TreeMap<>();
    for (String label : labels) {
      codes.putIfAbsent(label, codes.size());
    }
    int k = Arrays.stream(clusters).max().orElse(0) + 1;
    double[][] joint = new double[k][codes.size()];
    for (int i = 0; i < clusters.length; i++) {
      joint[clusters[i]][codes.get(labels[i])] += 1.0 / clusters.length;
    }
    double[] byCluster = new double[k];
    double[] byLabel = new double[codes.size()];
    for (int c = 0; c < k; c++) {
      for (int l = 0; l < byLabel.length; l++) {
        byCluster[c] += joint[c][l];
        byLabel[l] += joint[c][l];
      }
    }
    double mutual = 0;
    for (int c = 0; c < k; c++) {
      for (int l = 0; l < byLabel.length; l++) {
        if (joint[c][l] > 0) {
          mutual += joint[c][l] * Math.log(joint[c][l] / byCluster[c] / byLabel[l]);
        }
      }
    }
    return mutual / ((entropy(byCluster) + entropy(byLabel)) / 2);
  }

  private static double entropy(double[] shares) {
    return Arrays.stream(shares).filter(p -> p > 0).map(p -> -p * Math.log(p)).sum();
  }

  private Probe() {}
}
