package dev.winnow.transforms.cluster;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.col;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.clustering.KMeansModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * MLlib's k-means by cosine, from random rows.
 *
 * @param solver {@code block} or {@code row}
 * @param blas library that multiplies: {@code java}, {@code vector} (the JDK's vectors) or {@code
 *     native}. By default Spark takes the first of native, vector and java that the JVM has. To
 *     compare them in one process, this class sets the field that holds Spark's choice.
 */
record MlKMeans(String solver, String blas) {

  private static final long SEED = 7;

  /** Classes in which Spark holds its choice, one for each of its two kinds of vectors. */
  private static final List<String> HOLDERS =
      List.of("org.apache.spark.ml.linalg.BLAS$", "org.apache.spark.mllib.linalg.BLAS$");

  MlKMeans {
    if (!List.of("block", "row").contains(solver)
        || !List.of("java", "vector", "native").contains(blas)) {
      throw new IllegalArgumentException(
          "mllib must be block or row, a colon, and java, vector or native, got "
              + solver
              + ":"
              + blas);
    }
  }

  static MlKMeans of(String word) {
    int colon = word.indexOf(':');
    return colon < 0
        ? new MlKMeans(word, "java")
        : new MlKMeans(word.substring(0, colon), word.substring(colon + 1));
  }

  String name() {
    return String.format(Locale.ROOT, "MLlib, solver %s, BLAS %s", solver, blas);
  }

  /** Returns true when this JVM has the library that multiplies. */
  boolean available() {
    try {
      implementation();
      return true;
    } catch (ReflectiveOperationException | LinkageError e) {
      return false;
    }
  }

  private Object implementation() throws ReflectiveOperationException {
    String name =
        switch (blas) {
          case "java" -> "Java11BLAS";
          case "vector" -> "VectorBLAS";
          default -> "JNIBLAS";
        };
    Method instance = Class.forName("dev.ludovic.netlib.blas." + name).getMethod("getInstance");
    instance.setAccessible(true);
    return instance.invoke(null);
  }

  /**
   * Fits {@code embedding}.
   *
   * @throws IllegalStateException when the fit ended early
   */
  KMeansModel fit(Dataset<Row> embeddings, int k, int iterations) {
    try {
      Object implementation = implementation();
      for (String holder : HOLDERS) {
        for (String field : List.of("_javaBLAS", "_nativeBLAS")) {
          set(Class.forName(holder), field, implementation);
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name() + " can't be chosen on this Spark", e);
    }
    KMeansModel model =
        new KMeans()
            .setDistanceMeasure("cosine")
            .setInitMode("random")
            .setSolver(solver)
            .setK(k)
            .setMaxIter(iterations)
            .setTol(0)
            .setSeed(SEED)
            .fit(embeddings.select(array_to_vector(col("embedding")).as("features")));
    int done = model.summary().numIter();
    if (done != iterations) {
      throw new IllegalStateException(
          name() + " must do " + iterations + " iterations, did " + done);
    }
    return model;
  }

  private static void set(Class<?> holder, String name, Object value)
      throws ReflectiveOperationException {
    Field field = holder.getDeclaredField(name);
    field.setAccessible(true);
    field.set(holder.getField("MODULE$").get(null), value);
  }

  /** Measures an iteration as the difference of two fits, in which one-time costs cancel out. */
  Cost ofIteration(Dataset<Row> embeddings, int k, int iterations) {
    Cost start = Cost.now();
    fit(embeddings, k, 1);
    Cost one = Cost.now();
    fit(embeddings, k, iterations);
    Cost all = Cost.now();
    return all.minus(one).minus(one.minus(start)).over(iterations - 1);
  }

  static float[] centroids(KMeansModel model, int dim) {
    Vector[] centers = model.clusterCenters();
    float[] centroids = new float[centers.length * dim];
    for (int c = 0; c < centers.length; c++) {
      double[] center = centers[c].toArray();
      for (int j = 0; j < dim; j++) {
        centroids[c * dim + j] = (float) center[j];
      }
    }
    return centroids;
  }
}
