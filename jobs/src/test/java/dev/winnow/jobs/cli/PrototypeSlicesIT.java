package dev.winnow.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.jobs.cli.common.Sessions;
import dev.winnow.jobs.stage.PrototypeTable;
import dev.winnow.jobs.support.Command;
import dev.winnow.jobs.support.SparkHome;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.schemas.Prototypes;
import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.cluster.levels.ShippedTree;
import dev.winnow.transforms.cluster.ml.KMeans;
import dev.winnow.transforms.cluster.ml.KMeansModel;
import dev.winnow.transforms.kernel.Device;
import dev.winnow.transforms.score.ClusterSizes;
import dev.winnow.transforms.score.PrototypeScore;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prototypes of any number can be written where a message to an executor may have one MiB. Only an
 * executor in a process of its own gets its tasks in messages.
 */
class PrototypeSlicesIT {

  private static final int DIM = 768;

  @TempDir private Path folder;

  @Test
  void prototypesOfThreeMebibytesPassALimitOfOne() throws Exception {
    assertEquals("stored 1000 of 768, model 500", store(1_000, 500));
  }

  @Test
  @Tag("clusters")
  void fiftyThousandPrototypesPassALimitOfOneMebibyte() throws Exception {
    assertEquals("stored 50000 of 768, model 2000", store(50_000, 2_000));
  }

  private String store(int k, int modelK) throws Exception {
    Command run =
        SparkHome.run(
            Stores.class,
            List.of(
                "-Xmx3g",
                "--add-modules=jdk.incubator.vector",
                "-Dspark.rpc.message.maxSize=1",
                "-Dspark.executor.memory=1g",
                "-Dspark.executor.extraJavaOptions="
                    + "-XX:+UseSerialGC --add-modules=jdk.incubator.vector"),
            folder.toString(),
            String.valueOf(k),
            String.valueOf(modelK));
    assertEquals(0, run.code(), run.err());
    return run.out().lines().filter(l -> l.startsWith("stored ")).findFirst().orElse(run.out());
  }

  /** Writes prototypes and a model on a cluster, and reads them back. */
  static final class Stores {

    public static void main(String[] args) throws Exception {
      int k = Integer.parseInt(args[1]);
      int modelK = Integer.parseInt(args[2]);
      try (SparkSession spark =
          SparkSession.builder()
              .config(Sessions.settings())
              .master("local-cluster[1,1,1024]")
              .config("spark.sql.shuffle.partitions", 2)
              .getOrCreate()) {
        CentroidTree tree = CentroidTree.flat(vectors(0, k), DIM);
        Dataset<Row> few = rows(spark, 0, 10, false);
        ClusterSizes sizes = sizes(tree, few);
        TableStore store = new TableStore(spark, args[0] + "/tables");
        long version;
        try (PrototypeTable table = new PrototypeTable(spark, tree, sizes)) {
          version = store.overwrite(Prototypes.SPEC, table.rows(), "fit", Map.of());
        }
        CentroidTree read =
            PrototypeTable.readTree(
                store.read(Prototypes.SPEC, version), DIM, CentroidTree.Assignment.TOP_DOWN);
        require(Arrays.equals(tree.leaves().centroids(), read.leaves().centroids()));

        KMeansModel model =
            new KMeans().setK(modelK).setMaxIter(1).setSeed(1).fit(rows(spark, 0, modelK, true));
        model.save(args[0] + "/model");
        require(
            Arrays.equals(
                model.clusterCenters(), KMeansModel.load(args[0] + "/model").clusterCenters()));
        System.out.printf(
            "stored %d of %d, model %d%n", read.size(0), DIM, model.clusterCenters().length);
      }
    }

    private static ClusterSizes sizes(CentroidTree tree, Dataset<Row> rows) {
      JavaSparkContext spark =
          JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
      try (ShippedTree shipped = new ShippedTree(spark, tree, Device.CPU)) {
        return ClusterSizes.of(tree, PrototypeScore.onAllLevels(rows, shipped));
      }
    }

    private static void require(boolean equal) {
      if (!equal) {
        throw new AssertionError("other values were read than written");
      }
    }

    private static float[] vectors(int from, int to) {
      float[] values = new float[(to - from) * DIM];
      for (int i = from; i < to; i++) {
        SplittableRandom random = new SplittableRandom(i);
        double square = 0;
        double[] row = new double[DIM];
        for (int j = 0; j < DIM; j++) {
          row[j] = random.nextDouble() - 0.5;
          square += row[j] * row[j];
        }
        for (int j = 0; j < DIM; j++) {
          values[(i - from) * DIM + j] = (float) (row[j] / Math.sqrt(square));
        }
      }
      return values;
    }

    /** Rows that tasks make: (id, embedding), or (features) for a model. */
    private static Dataset<Row> rows(SparkSession spark, int from, int to, boolean features) {
      JavaRDD<Row> rows =
          JavaSparkContext.fromSparkContext(spark.sparkContext())
              .parallelize(IntStream.range(from, to).boxed().toList(), 2)
              .map(
                  i -> {
                    float[] vector = vectors(i, i + 1);
                    Float[] floats = new Float[DIM];
                    double[] doubles = new double[DIM];
                    for (int j = 0; j < DIM; j++) {
                      floats[j] = vector[j];
                      doubles[j] = vector[j];
                    }
                    return features
                        ? RowFactory.create(Vectors.dense(doubles))
                        : RowFactory.create(String.valueOf(i), floats);
                  });
      StructType schema =
          features
              ? new StructType().add("features", SQLDataTypes.VectorType(), false)
              : new StructType()
                  .add("id", DataTypes.StringType, false)
                  .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false), false);
      return spark.createDataFrame(rows, schema);
    }

    private Stores() {}
  }
}
