package dev.winnow.transforms.embed.ml;

import dev.winnow.transforms.embed.EncodedPartition;
import dev.winnow.transforms.embed.EncoderSource;
import dev.winnow.transforms.image.ImageDecoder;
import dev.winnow.transforms.image.ImageRejected;
import dev.winnow.transforms.ingest.InputSpec;
import dev.winnow.transforms.task.RowValues;
import java.util.Iterator;
import org.apache.spark.sql.Row;

/** Iterator over the rows of a partition, each with the vector of one column appended. */
public final class EmbeddedRows extends EncodedPartition {

  private final int input;

  /**
   * @param input index of the column of texts or image bytes
   */
  public EmbeddedRows(Iterator<Row> rows, EncoderSource source, int batch, int input) {
    super(rows, source, batch, new ImageDecoder(InputSpec.MAX_BYTES, InputSpec.MAX_PIXELS));
    this.input = input;
  }

  @Override
  protected Object content(Row row) {
    return row.get(input);
  }

  /** Appends null for bytes that are not a readable image. */
  @Override
  protected Row withoutVector(Row row, ImageRejected why) {
    return withVector(row, null);
  }

  @Override
  protected Row withVector(Row row, float[] vector) {
    // The cast keeps Java from taking a null vector for no values at all.
    return RowValues.append(row, (Object) vector);
  }
}
