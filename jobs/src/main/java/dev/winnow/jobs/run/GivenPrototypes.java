package dev.winnow.jobs.run;

import dev.winnow.jobs.ExitCode;
import dev.winnow.jobs.Failure;
import dev.winnow.transforms.embed.UnitVector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Prototypes from a file: a NumPy matrix of float32 or float64 (cluster_id is the row's index), or
 * a Delta table with the columns cluster_id and prototype. Rows are scaled to unit length.
 */
final class GivenPrototypes {

  private static final Pattern HEADER =
      Pattern.compile(
          "'descr':\\s*'<f([48])'.*'fortran_order':\\s*False.*'shape':\\s*\\((\\d+),\\s*(\\d+)\\)");

  /** Returns {@code float[k * dim]}. */
  static float[] read(SparkSession spark, String location, int dim) {
    float[] prototypes =
        location.endsWith(".npy") ? numpy(spark, location, dim) : delta(spark, location, dim);
    for (int i = 0; i < prototypes.length / dim; i++) {
      UnitVector unit =
          UnitVector.of(java.util.Arrays.copyOfRange(prototypes, i * dim, (i + 1) * dim));
      if (unit.code() != null) {
        throw new Failure(
            ExitCode.DATA,
            "cluster.prototypes must hold finite vectors other than zero, row "
                + i
                + " of "
                + location
                + " is a "
                + unit.code().replace('_', ' '));
      }
      System.arraycopy(unit.vector(), 0, prototypes, i * dim, dim);
    }
    return prototypes;
  }

  private static float[] numpy(SparkSession spark, String location, int dim) {
    byte[] bytes;
    Path path = new Path(location);
    try (FSDataInputStream in =
        path.getFileSystem(spark.sparkContext().hadoopConfiguration()).open(path)) {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      throw new Failure(
          ExitCode.INPUT, "cluster.prototypes must be readable, " + location + " is not", e);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean numpy = bytes.length > 12 && bytes[0] == (byte) 0x93 && bytes[1] == 'N';
    int start = numpy && bytes[6] > 1 ? 12 : 10;
    int length = !numpy ? 0 : bytes[6] > 1 ? buffer.getInt(8) : buffer.getShort(8) & 0xffff;
    Matcher header =
        HEADER.matcher(numpy ? new String(bytes, start, length, StandardCharsets.US_ASCII) : "");
    if (!header.find()) {
      throw new Failure(
          ExitCode.DATA,
          "cluster.prototypes must be a 2-d NumPy matrix of float32 or float64 in C order, "
              + location
              + " is not");
    }
    int width = Integer.parseInt(header.group(3));
    require(width == dim, location, width, dim);
    int rows = Integer.parseInt(header.group(2));
    float[] values = new float[rows * width];
    buffer.position(start + length);
    boolean single = header.group(1).equals("4");
    for (int i = 0; i < values.length; i++) {
      values[i] = single ? buffer.getFloat() : (float) buffer.getDouble();
    }
    return values;
  }

  private static float[] delta(SparkSession spark, String location, int dim) {
    Dataset<Row> table = spark.read().format("delta").load(location);
    if (List.of(table.columns()).contains("level")) {
      // A prototypes table; of levels, the lowest is the one that rows belong to.
      table = table.where("level = 0");
    }
    List<Row> rows = table.select("cluster_id", "prototype").orderBy("cluster_id").collectAsList();
    float[] values = new float[rows.size() * dim];
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).getInt(0) != i) {
        throw new Failure(
            ExitCode.DATA,
            "cluster_id of cluster.prototypes must count from 0 without gaps, got "
                + rows.get(i).getInt(0)
                + " at place "
                + i);
      }
      List<?> vector = rows.get(i).getList(1);
      require(vector.size() == dim, location, vector.size(), dim);
      for (int j = 0; j < dim; j++) {
        values[i * dim + j] = ((Number) vector.get(j)).floatValue();
      }
    }
    return values;
  }

  private static void require(boolean equal, String location, int got, int dim) {
    if (!equal) {
      throw new Failure(
          ExitCode.DATA,
          "vector lengths differ: prototypes in "
              + location
              + " have "
              + got
              + ", embeddings have "
              + dim);
    }
  }

  private GivenPrototypes() {}
}
