package dev.winnow.transforms.dedup.image;

import static org.apache.spark.sql.functions.col;

import dev.winnow.transforms.image.ImageDecoder;
import dev.winnow.transforms.image.ImageRejected;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Decodes thumbnails, each once, to {@link PictureForm}. Lazy: no Spark job. */
final class PictureForms {

  private static final ImageDecoder DECODER = new ImageDecoder(1 << 24, 1 << 24);

  /**
   * @param thumbnails id string, thumbnail binary: the bytes of an image
   * @throws IllegalArgumentException inside the job for bytes that are not an image
   */
  static Dataset<PictureForm> of(Dataset<Row> thumbnails) {
    return thumbnails
        .select(col("id").cast("string"), col("thumbnail"))
        .map(
            (MapFunction<Row, PictureForm>) row -> of(row.getString(0), (byte[]) row.get(1)),
            Encoders.bean(PictureForm.class));
  }

  private static PictureForm of(String id, byte[] thumbnail) {
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
    form.setHashes(PerceptualHashes.of(square));
    return form;
  }

  private PictureForms() {}
}
