package dev.winnow.transforms.dedup.semantic;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Unit vectors around centres on the sphere. The last of ten rows is a copy of the first, and no
 * other rows are closer than about 60 degrees. The first of k clusters has about {@code sqrt(1 /
 * k)} of the rows, the last one {@code 1 / (2 k)}. Each row is a function of its number.
 */
record ClusteredCopies(int rows, int clusters, int dim) implements Serializable {

  private static final long SEED = 20_230_316;
  private static final int FILES = 16;
  private static final int EACH = 10;

  /** Returns the number of rows that are a copy of another row. */
  long copies() {
    return rows / EACH;
  }

  /** Returns the rows as Parquet, which is written if the folder does not have it. */
  Dataset<Row> load(SparkSession spark, Path folder) {
    Path path = folder.resolve("copies-" + rows + "-" + clusters + "-" + dim + ".parquet");
    if (!Files.exists(path.resolve("_SUCCESS"))) {
      spark
          .createDataFrame(
              spark.range(0, rows, 1, FILES).javaRDD().map(this::row),
              StructType.fromDDL(
                  "id string, cluster_id int, distance double, embedding array<float>"))
          .write()
          .mode("overwrite")
          .parquet(path.toString());
    }
    return spark.read().parquet(path.toString());
  }

  private Row row(long i) {
    long number = i % EACH == EACH - 1 ? i - (EACH - 1) : i;
    // The seed is mixed once: streams whose seeds are a step apart would have the same numbers.
    SplittableRandom random = new SplittableRandom(new SplittableRandom(SEED + number).nextLong());
    double place = random.nextDouble();
    int cluster = (int) (clusters * place * place);
    float[] centre = unit(new SplittableRandom(new SplittableRandom(-SEED - cluster).nextLong()));
    float[] noise = unit(random);
    float[] vector = new float[dim];
    for (int j = 0; j < dim; j++) {
      vector[j] = centre[j] + noise[j];
    }
    scale(vector);
    double product = 0;
    for (int j = 0; j < dim; j++) {
      product += (double) centre[j] * vector[j];
    }
    return RowFactory.create("row-" + i, cluster, 1 - product, vector);
  }

  private float[] unit(SplittableRandom random) {
    float[] vector = new float[dim];
    for (int j = 0; j < dim; j++) {
      vector[j] = (float) random.nextGaussian();
    }
    scale(vector);
    return vector;
  }

  private static void scale(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += value * (double) value;
    }
    for (int j = 0; j < vector.length; j++) {
      vector[j] = (float) (vector[j] / Math.sqrt(squares));
    }
  }
}
