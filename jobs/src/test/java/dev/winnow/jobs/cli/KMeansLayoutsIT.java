package dev.winnow.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.jobs.support.Command;
import dev.winnow.jobs.support.SparkHome;
import dev.winnow.transforms.cluster.DistributedKMeans;
import dev.winnow.transforms.cluster.IterationStore;
import dev.winnow.transforms.cluster.KMeansFit;
import dev.winnow.transforms.cluster.KMeansOptions;
import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.kernel.Kernels;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.score.PrototypeScore;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
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
 * One hash of centroids, assignments and scores for every kernel, master, number of partitions and
 * order of the rows in the files.
 */
class KMeansLayoutsIT {

  /** Enough rows for two tasks per iteration, so that its sums go through a shuffle. */
  private static final int ROWS = 110_000;

  private static final int DIM = 8;

  @TempDir private Path folder;

  @Test
  @Tag("clusters")
  void kernelsMastersPartitionsAndFilesChangeNoBit() throws Exception {
    List<String> lines = new ArrayList<>();
    lines.addAll(fits("simd", "local[1]", "1", "local[2]", "7", "local-cluster[2,1,1536]", "2"));
    lines.addAll(fits("plain", "local[1]", "7", "local[2]", "64"));
    System.out.println(String.join("\n", lines));
    assertEquals(5, lines.size());
    Set<String> hashes = lines.stream().map(l -> l.split(" ")[1]).collect(Collectors.toSet());
    assertEquals(1, hashes.size(), String.join("\n", lines));
    Set<String> kernels =
        lines.stream().map(l -> l.substring(l.indexOf("kernel"))).collect(Collectors.toSet());
    assertEquals(2, kernels.size(), "both kernels ran: " + kernels);
  }

  private List<String> fits(String kernel, String... layouts) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(folder.resolve(kernel).toString()));
    arguments.addAll(List.of(layouts));
    String choice = "-Dwinnow.kernel=" + kernel;
    Command run =
        SparkHome.run(
            Fits.class,
            List.of(
                choice,
                "--add-modules=jdk.incubator.vector",
                "-XX:TieredStopAtLevel=4",
                "-Dspark.executor.memory=1g",
                "-Dspark.executor.extraJavaOptions="
                    + "-XX:+UseSerialGC --add-modules=jdk.incubator.vector "
                    + choice),
            arguments.toArray(String[]::new));
    assertEquals(0, run.code(), run.err());
    return run.out().lines().filter(l -> l.startsWith("hash ")).toList();
  }

  /** Fits in one layout after the other, each in a new Spark session. */
  static final class Fits {

    private static final StructType SCHEMA =
        new StructType()
            .add("id", DataTypes.StringType, false)
            .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false), false);

    /** Runs with a folder, then pairs of a master and a number of partitions. */
    public static void main(String[] args) throws Exception {
      for (int i = 1; i < args.length; i += 2) {
        int partitions = Integer.parseInt(args[i + 1]);
        try (SparkSession spark =
            SparkSession.builder()
                .master(args[i])
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", partitions)
                .getOrCreate()) {
          String files = args[0] + "/rows-" + partitions;
          spark
              .createDataFrame(rows(partitions), SCHEMA)
              .repartition(partitions)
              .write()
              .parquet(files);
          System.out.println(
              "hash "
                  + hash(spark.read().parquet(files).coalesce(partitions))
                  + " "
                  + args[i]
                  + ", "
                  + partitions
                  + " partitions, kernel "
                  + Kernels.chosen().name());
        }
      }
    }

    /** Returns the same rows in another order for each seed. */
    private static List<Row> rows(int seed) {
      SplittableRandom random = new SplittableRandom(1);
      List<Row> rows = new ArrayList<>(ROWS);
      for (int i = 0; i < ROWS; i++) {
        double squares = 0;
        double[] values = new double[DIM];
        for (int j = 0; j < DIM; j++) {
          values[j] = random.nextDouble() - 0.5 + (j == i % 7 ? 1 : 0);
          squares += values[j] * values[j];
        }
        List<Float> unit = new ArrayList<>(DIM);
        for (double value : values) {
          unit.add((float) (value / Math.sqrt(squares)));
        }
        rows.add(RowFactory.create("row-" + i, unit));
      }
      Collections.shuffle(rows, new Random(seed));
      return rows;
    }

    private static String hash(Dataset<Row> rows) throws Exception {
      KMeansOptions options =
          new KMeansOptions(
              33, Metric.COSINE, 4, 0, KMeansOptions.Init.K_MEANS_PARALLEL, 2, 7, 0, null);
      KMeansFit fit =
          new DistributedKMeans(options, line -> {}).fit(rows, ROWS, IterationStore.NONE);
      List<Row> scored =
          new PrototypeScore(CentroidTree.flat(fit.centroids(), DIM))
              .apply(rows)
              .orderBy("id")
              .collectAsList();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (DataOutputStream out = new DataOutputStream(bytes)) {
        for (float value : fit.centroids()) {
          out.writeFloat(value);
        }
        for (double inertia : fit.inertia()) {
          out.writeDouble(inertia);
        }
        for (Row row : scored) {
          out.writeUTF(row.getString(0));
          out.writeInt(row.getInt(1));
          out.writeDouble(row.getDouble(2));
        }
      }
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
      return HexFormat.of().formatHex(digest);
    }

    private Fits() {}
  }
}
