package dev.winnow.transforms.dedup.image;

import static org.apache.spark.sql.functions.col;

import dev.winnow.transforms.image.ImageDecoder;
import dev.winnow.transforms.image.ImageRejected;
import dev.winnow.transforms.image.RasterImage;
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
    RasterImage decoded = decoded(id, thumbnail);
    GreySquare square = GreySquare.of(decoded);
    PictureForm form = new PictureForm();
    form.setId(id);
    form.setSide(side(decoded));
    form.setLevels(square.levels());
    form.setHashes(PerceptualHashes.of(square, invariances));
    return form;
  }

  /**
   * Decodes a thumbnail.
   *
   * @throws IllegalArgumentException for bytes that are not an image
   */
  static RasterImage decoded(String id, byte[] thumbnail) {
    try {
      return DECODER.decode(thumbnail);
    } catch (ImageRejected e) {
      throw new IllegalArgumentException(
          "thumbnail of " + id + " must be an image, " + e.getMessage() + "; ingest it again", e);
    }
  }

  /**
   * Returns the number of pixels of the smaller side of a picture, as far as its thumbnail shows
   * it: that of the longer side for a thumbnail that may be a reduced one.
   */
  static int side(RasterImage thumbnail) {
    int longer = Math.max(thumbnail.width(), thumbnail.height());
    return longer < NearImages.THUMBNAIL_SIDE
        ? Math.min(thumbnail.width(), thumbnail.height())
        : longer;
  }

  private PictureForms() {}
}
