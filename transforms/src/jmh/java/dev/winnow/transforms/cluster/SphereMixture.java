package dev.winnow.transforms.cluster;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Unit vectors around centres on the sphere. A vector is about as far from its centre as from the
 * plane at right angles to it, and a few centres have most of the rows. Each row is a function of
 * its number.
 */
record SphereMixture(int rows, int dim) implements Serializable {

  private static final int CENTRES = 500;
  private static final long SEED = 20_220_629;
  private static final int FILES = 8;

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false), false);

  /** Returns the rows as Parquet, and writes them unless an earlier run has left them there. */
  Dataset<Row> load(SparkSession spark, Path folder) {
    Path path = folder.resolve("mixture-" + rows + "-" + dim + ".parquet");
    if (!Files.exists(path.resolve("_SUCCESS"))) {
      spark
          .createDataFrame(spark.range(0, rows, 1, FILES).javaRDD().map(this::row), SCHEMA)
          .write()
          .mode("overwrite")
          .parquet(path.toString());
    }
    return spark.read().parquet(path.toString());
  }

  private Row row(long i) {
    return RowFactory.create("row-" + i, vector(i));
  }

  private float[] vector(long i) {
    SplittableRandom random = new SplittableRandom(SEED + 0x9E3779B97F4A7C15L * (i + 1));
    double place = random.nextDouble();
    float[] vector = unit(new SplittableRandom(SEED ^ (long) (CENTRES * place * place)));
    float[] noise = unit(random);
    for (int j = 0; j < dim; j++) {
      vector[j] += noise[j];
    }
    return scaled(vector);
  }

  private float[] unit(SplittableRandom random) {
    float[] vector = new float[dim];
    for (int j = 0; j < dim; j++) {
      vector[j] = (float) random.nextGaussian();
    }
    return scaled(vector);
  }

  private static float[] scaled(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += value * (double) value;
    }
    for (int j = 0; j < vector.length; j++) {
      vector[j] = (float) (vector[j] / Math.sqrt(squares));
    }
    return vector;
  }
}
