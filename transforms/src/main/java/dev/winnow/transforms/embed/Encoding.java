package dev.winnow.transforms.embed;

import dev.winnow.transforms.image.ImageDecoder;
import dev.winnow.transforms.image.ImageRejected;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Runs an encoder over texts, image bytes or ready vectors, in batches, one shared encoder per
 * executor JVM.
 *
 * <p>Input columns: {@code key} string, {@code content_sha256} string (passed through), {@code
 * text} string, {@code content} binary, {@code vector} array&lt;float&gt;; the one that is not null
 * is encoded. Output, one row per input row: {@code key}, {@code content_sha256}, {@code embedding}
 * (unit length, null when refused), {@code norm}, {@code code} and {@code message} (null when
 * accepted). A row's vector does not depend on its batch. Lazy: no Spark job of its own.
 */
public final class Encoding implements Serializable {

  /** Output of {@link #apply}. */
  public static final StructType SCHEMA =
      new StructType()
          .add("key", DataTypes.StringType, false)
          .add("content_sha256", DataTypes.StringType, true)
          .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false), true)
          .add("norm", DataTypes.FloatType, true)
          .add("code", DataTypes.StringType, true)
          .add("message", DataTypes.StringType, true);

  private final EncoderSource source;
  private final int batch;
  private final long maxBytes;
  private final long maxPixels;
  private final int dim;

  /**
   * @param source of the encoder; null when every row brings a ready vector
   * @param batch rows given to the encoder at once
   * @param dim length that ready vectors must have; 0 when there are none
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

  public Dataset<Row> apply(Dataset<Row> inputs) {
    return inputs
        .select("key", "content_sha256", "text", "content", "vector")
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) rows -> new Batches(rows), Encoders.row(SCHEMA));
  }

  private static Row accepted(Row from, UnitVector unit) {
    return RowFactory.create(from.get(0), from.get(1), unit.vector(), unit.norm(), null, null);
  }

  private static Row refused(Row from, String code, String message) {
    return RowFactory.create(from.get(0), from.get(1), null, null, code, message);
  }

  private static Row result(Row from, float[] raw) {
    UnitVector unit = UnitVector.of(raw);
    if (unit.code() == null) {
      return accepted(from, unit);
    }
    return refused(
        from,
        unit.code(),
        unit.code().equals("zero_vector")
            ? "embedding must not be the zero vector; the encoder found nothing it knows"
            : "embedding must be finite, got NaN or infinity");
  }

  private final class Batches implements Iterator<Row> {

    private final Iterator<Row> rows;
    private final ImageDecoder decoder = new ImageDecoder(maxBytes, maxPixels);
    private Iterator<Row> ready = Collections.emptyIterator();

    Batches(Iterator<Row> rows) {
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      while (!ready.hasNext() && rows.hasNext()) {
        ready = nextBatch().iterator();
      }
      return ready.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException("no more rows");
      }
      return ready.next();
    }

    private List<Row> nextBatch() {
      List<Row> results = new ArrayList<>(batch);
      List<Row> encoded = new ArrayList<>(batch);
      List<EncoderInput> inputs = new ArrayList<>(batch);
      while (rows.hasNext() && inputs.size() < batch && results.size() < batch) {
        Row row = rows.next();
        if (!row.isNullAt(2)) {
          encoded.add(row);
          inputs.add(EncoderInput.of(row.getString(2)));
        } else if (!row.isNullAt(3)) {
          try {
            EncoderInput input = EncoderInput.of(decoder.decode((byte[]) row.get(3)));
            encoded.add(row);
            inputs.add(input);
          } catch (ImageRejected e) {
            results.add(refused(row, e.code(), e.getMessage()));
          }
        } else if (!row.isNullAt(4)) {
          results.add(ready(row, (scala.collection.Seq<?>) row.get(4)));
        } else {
          results.add(refused(row, "missing_content", "content must be readable again, got none"));
        }
      }
      if (!inputs.isEmpty()) {
        float[][] vectors = source.get().encode(inputs);
        for (int i = 0; i < vectors.length; i++) {
          results.add(result(encoded.get(i), vectors[i]));
        }
      }
      return results;
    }

    private Row ready(Row from, scala.collection.Seq<?> vector) {
      if (vector.length() != dim) {
        return refused(
            from,
            "wrong_dimension",
            "embedding must have " + dim + " floats as most rows have, got " + vector.length());
      }
      float[] raw = new float[dim];
      for (int j = 0; j < dim; j++) {
        Object value = vector.apply(j);
        raw[j] = value == null ? Float.NaN : ((Number) value).floatValue();
      }
      return result(from, raw);
    }
  }
}
