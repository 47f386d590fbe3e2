package dev.winnow.jobs.stage.embed;

import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.recipe.EncoderKind;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.schemas.Examples;
import dev.winnow.transforms.image.ImageDecoder;
import dev.winnow.transforms.image.ImageRejected;
import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.image.Resampler;
import dev.winnow.transforms.ingest.InputSpec;
import dev.winnow.transforms.ingest.Modality;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Reads the pixels of examples in one size, from the table or the input as encoders do. */
public final class ExamplePixels {

  public static final String PIXELS = "pixels";

  private static final StructType SCHEMA =
      new StructType()
          .add(Examples.ID, DataTypes.StringType, false)
          .add(Examples.CONTENT_SHA256, DataTypes.StringType, true)
          .add(PIXELS, DataTypes.BinaryType, false);

  /**
   * Returns id, the sha256 of the content that was read, and the pixels: unsigned bytes from the
   * top, the channels of a pixel beside each other, three channels where the picture has colour and
   * one where it is grey. Lazy; one pass over the contents.
   *
   * @param run run of images
   * @param examples table examples
   * @param rows number of examples
   * @param some rows of id and source
   */
  public static Dataset<Row> read(
      RunContext run, Dataset<Row> examples, long rows, Dataset<Row> some, int width, int height) {
    Content content = new Content(run, examples, rows, Modality.IMAGE, EncoderKind.PATCH_KMEANS);
    return content
        .readSome(some)
        .select(col(Examples.ID), col(Examples.CONTENT_SHA256), col(Examples.CONTENT))
        .map(
            (MapFunction<Row, Row>)
                row ->
                    RowFactory.create(
                        row.getString(0), row.getString(1), decoded(row, width, height)),
            Encoders.row(SCHEMA));
  }

  private static byte[] decoded(Row row, int width, int height) {
    try {
      RasterImage image =
          Resampler.bilinear(
              new ImageDecoder(InputSpec.MAX_BYTES, InputSpec.MAX_PIXELS)
                  .decode(row.<byte[]>getAs(2)),
              width,
              height);
      if (image.channels() == 1 || !image.isGrey()) {
        return image.pixels();
      }
      byte[] grey = new byte[width * height];
      for (int i = 0; i < grey.length; i++) {
        grey[i] = image.pixels()[3 * i];
      }
      return grey;
    } catch (ImageRejected e) {
      throw new IllegalStateException(
          "example " + row.getString(0) + " was accepted, but can't be decoded: " + e.getMessage(),
          e);
    }
  }

  private ExamplePixels() {}
}
