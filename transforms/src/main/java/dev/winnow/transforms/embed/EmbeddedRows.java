package dev.winnow.transforms.embed;

import dev.winnow.transforms.image.ImageDecoder;
import dev.winnow.transforms.image.ImageRejected;
import dev.winnow.transforms.ingest.InputSpec;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The rows of a partition with the vectors of one of their columns, added last. */
final class EmbeddedRows extends BatchIterator {

  private final EncoderSource source;
  private final int batch;
  private final int input;
  private final boolean texts;
  private final ImageDecoder decoder = new ImageDecoder(InputSpec.MAX_BYTES, InputSpec.MAX_PIXELS);

  /**
   * @param input place of the column
   * @param texts whether it holds texts, not image bytes
   */
  EmbeddedRows(Iterator<Row> rows, EncoderSource source, int batch, int input, boolean texts) {
    super(rows);
    this.source = source;
    this.batch = batch;
    this.input = input;
    this.texts = texts;
  }

  @Override
  List<Row> nextBatch(Iterator<Row> rows) {
    List<Row> taken = new ArrayList<>(batch);
    List<Integer> places = new ArrayList<>(batch);
    List<EncoderInput> inputs = new ArrayList<>(batch);
    while (rows.hasNext() && taken.size() < batch) {
      Row row = rows.next();
      EncoderInput content = row.isNullAt(input) ? null : content(row);
      if (content != null) {
        places.add(taken.size());
        inputs.add(content);
      }
      taken.add(row);
    }
    float[][] vectors = new float[taken.size()][];
    if (!inputs.isEmpty()) {
      float[][] encoded = source.get().encode(inputs);
      for (int i = 0; i < encoded.length; i++) {
        vectors[places.get(i)] = encoded[i];
      }
    }
    List<Row> results = new ArrayList<>(taken.size());
    for (int i = 0; i < vectors.length; i++) {
      results.add(with(taken.get(i), vectors[i]));
    }
    return results;
  }

  /** Null for bytes that are no readable image. */
  private EncoderInput content(Row row) {
    if (texts) {
      return EncoderInput.of(row.getString(input));
    }
    try {
      return EncoderInput.of(decoder.decode((byte[]) row.get(input)));
    } catch (ImageRejected e) {
      return null;
    }
  }

  private static Row with(Row row, float[] vector) {
    Object[] values = new Object[row.length() + 1];
    for (int j = 0; j < row.length(); j++) {
      values[j] = row.get(j);
    }
    values[row.length()] = vector;
    return RowFactory.create(values);
  }
}
