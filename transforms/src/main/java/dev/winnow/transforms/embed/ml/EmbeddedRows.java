package dev.winnow.transforms.embed.ml;

import dev.winnow.transforms.embed.EncodedPartition;
import dev.winnow.transforms.embed.EncoderSource;
import dev.winnow.transforms.image.ImageDecoder;
import dev.winnow.transforms.image.ImageRejected;
import dev.winnow.transforms.ingest.InputSpec;
import java.util.Iterator;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The rows of a partition with the vectors of one of their columns, added last. */
public final class EmbeddedRows extends EncodedPartition {

  private final int input;

  /**
   * @param input place of the column of texts or image bytes
   */
  public EmbeddedRows(Iterator<Row> rows, EncoderSource source, int batch, int input) {
    super(rows, source, batch, new ImageDecoder(InputSpec.MAX_BYTES, InputSpec.MAX_PIXELS));
    this.input = input;
  }

  @Override
  protected Object content(Row row) {
    return row.get(input);
  }

  /** The vector is null for bytes that are no readable image. */
  @Override
  protected Row unencoded(Row row, ImageRejected why) {
    return encoded(row, null);
  }

  @Override
  protected Row encoded(Row row, float[] vector) {
    Object[] values = new Object[row.length() + 1];
    for (int j = 0; j < row.length(); j++) {
      values[j] = row.get(j);
    }
    values[row.length()] = vector;
    return RowFactory.create(values);
  }
}
