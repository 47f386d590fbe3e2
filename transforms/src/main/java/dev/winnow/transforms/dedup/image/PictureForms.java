package dev.winnow.transforms.dedup.image;

import static org.apache.spark.sql.functions.col;

import dev.winnow.transforms.image.ImageDecoder;
import dev.winnow.transforms.image.ImageRejected;
import java.util.Set;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Decodes thumbnails, each once, to {@link PictureForm}. Lazy: no Spark job. */
final class PictureForms {

  private static final ImageDecoder DECODER = new ImageDecoder(1 << 24, 1 << 24);

  /**
   * @param thumbnails id string, thumbnail binary: the bytes of an image
   * @param invariances decide which views have hashes
   * @throws IllegalArgumentException inside the job for bytes that are not an image
   */
  static Dataset<PictureForm> of(Dataset<Row> thumbnails, Set<Invariance> invariances) {
    return thumbnails
        .select(col("id").cast("string"), col("thumbnail"))
        .map(
            (MapFunction<Row, PictureForm>)
                row -> of(row.getString(0), (byte[]) row.get(1), invariances),
            Encoders.bean(PictureForm.class));
  }

  private static PictureForm of(String id, byte[] thumbnail, Set<Invariance> invariances) {
    GreySquare square;
    try {
      square = GreySquare.of(DECODER.decode(thumbnail));
    } catch (ImageRejected e) {
      throw new IllegalArgumentException(
          "thumbnail of " + id + " must be an image, " + e.getMessage() + "; ingest it again", e);
    }
    PictureForm form = new PictureForm();
    form.setId(id);
    form.setLevels(square.levels());
    form.setHashes(PerceptualHashes.of(square, invariances));
    return form;
  }

  private PictureForms() {}
}
