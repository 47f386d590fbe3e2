package dev.winnow.transforms.embed;

import static dev.winnow.schemas.Examples.CONTENT_SHA256;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import dev.winnow.transforms.image.ImageDecoder;
import dev.winnow.transforms.image.ImageRejected;
import dev.winnow.transforms.task.GpuTasks;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Runs an encoder over texts, image bytes or precomputed vectors, in batches, with one shared
 * encoder per executor JVM.
 *
 * <p>Input columns: {@code key} string, {@code content_sha256} string (passed through), {@code
 * text} string, {@code content} binary, {@code vector} array&lt;float&gt;; the column that is not
 * null is encoded. Output, one row per input row: {@code key}, {@code content_sha256}, {@code
 * embedding} (unit length, null when refused), {@code norm}, {@code code} and {@code message} (null
 * when accepted). A row's vector does not depend on its batch. Lazy: starts no Spark job.
 */
public final class Encoding implements Serializable {

  /** Input of {@link #apply}: one of text, content and vector is set. */
  public static final StructType INPUT =
      new StructType()
          .add("key", DataTypes.StringType, false)
          .add(CONTENT_SHA256, DataTypes.StringType, true)
          .add("text", DataTypes.StringType, true)
          .add("content", DataTypes.BinaryType, true)
          .add("vector", DataTypes.createArrayType(DataTypes.FloatType), true);

  /** Output of {@link #apply}. */
  public static final StructType SCHEMA =
      new StructType()
          .add("key", DataTypes.StringType, false)
          .add(CONTENT_SHA256, DataTypes.StringType, true)
          .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false), true)
          .add("norm", DataTypes.FloatType, true)
          .add("code", DataTypes.StringType, true)
          .add("message", DataTypes.StringType, true);

  private static final String WRONG_DIMENSION = "wrong_dimension";

  private final EncoderSource source;
  private final int batch;
  private final long maxBytes;
  private final long maxPixels;
  private final int dim;

  /**
   * @param source source of the encoder; null if every row has a precomputed vector
   * @param batch rows in one run of the encoder
   * @param maxBytes largest size of an image in bytes
   * @param maxPixels largest number of pixels of an image
   * @param dim required length of precomputed vectors; 0 if there are none
   */
  public Encoding(EncoderSource source, int batch, long maxBytes, long maxPixels, int dim) {
    if (batch < 1) {
      throw new IllegalArgumentException("batch must be at least 1, got " + batch);
    }
    this.source = source;
    this.batch = batch;
    this.maxBytes = maxBytes;
    this.maxPixels = maxPixels;
    this.dim = dim;
  }

  /**
   * Refuses the encoded rows whose vectors have another length than {@code dim}, the length of
   * most.
   */
  public static Dataset<Row> ofLength(Dataset<Row> encoded, int dim) {
    Column wrong = col("embedding").isNotNull().and(size(col("embedding")).notEqual(dim));
    return encoded.select(
        col("key"),
        col(CONTENT_SHA256),
        when(wrong, null).otherwise(col("embedding")).as("embedding"),
        when(wrong, null).otherwise(col("norm")).as("norm"),
        when(wrong, WRONG_DIMENSION).otherwise(col("code")).as("code"),
        when(wrong, concat(lit(wrongDimension(dim)), size(col("embedding"))))
            .otherwise(col("message"))
            .as("message"));
  }

  private static String wrongDimension(int dim) {
    return "embedding must have " + dim + " floats like most rows, got ";
  }

  public Dataset<Row> apply(Dataset<Row> inputs) {
    Dataset<Row> rows = selected(inputs);
    return source == null
        ? rows.map((MapFunction<Row, Row>) this::ready, Encoders.row(SCHEMA))
        : rows.mapPartitions(
            (MapPartitionsFunction<Row, Row>) partition -> new Partition(partition),
            Encoders.row(SCHEMA));
  }

  /**
   * Encodes like {@link #apply(Dataset)}, in tasks with GPUs. Later operations up to the next
   * shuffle run in these tasks too.
   */
  public Dataset<Row> apply(Dataset<Row> inputs, GpuTasks gpus) {
    Dataset<Row> rows = selected(inputs);
    return inputs
        .sparkSession()
        .createDataFrame(
            gpus.schedule(rows.javaRDD())
                .mapPartitions((FlatMapFunction<Iterator<Row>, Row>) Partition::new),
            SCHEMA);
  }

  /**
   * Returns the columns of {@link #INPUT}, with texts as bytes, because they need no decoding in
   * this thread.
   */
  private static Dataset<Row> selected(Dataset<Row> inputs) {
    return inputs.select(
        col("key"),
        col(CONTENT_SHA256),
        col("text").cast(DataTypes.BinaryType),
        col("content"),
        col("vector"));
  }

  /** Makes the output for a row with a precomputed vector, or for a row without content. */
  private Row ready(Row row) {
    if (row.isNullAt(4)) {
      return EncodedRows.refused(
          row, "missing_content", "content must be readable again, got none");
    }
    List<Float> vector = row.getList(4);
    return vector.size() == dim
        ? EncodedRows.of(row, EncodedRows.floats(vector))
        : EncodedRows.refused(row, WRONG_DIMENSION, wrongDimension(dim) + vector.size());
  }

  private final class Partition extends EncodedPartition {

    Partition(Iterator<Row> rows) {
      super(rows, source, batch, new ImageDecoder(maxBytes, maxPixels));
    }

    @Override
    protected Object content(Row row) {
      return row.isNullAt(2) ? row.get(3) : new Utf8((byte[]) row.get(2));
    }

    @Override
    protected Row withVector(Row row, float[] vector) {
      return EncodedRows.of(row, vector);
    }

    @Override
    protected Row withoutVector(Row row, ImageRejected why) {
      return why == null ? ready(row) : EncodedRows.refused(row, why.code(), why.getMessage());
    }
  }
}
