package dev.winnow.jobs.export;

import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Scores;
import dev.winnow.transforms.image.ImageHeader;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Row of a release with its content.
 *
 * @param label null for none
 * @param text null without one
 * @param image bytes of its image; null without one
 * @param vector floats of an embedding; null for other modalities
 * @param metadata JSON object
 */
record Sample(
    String id,
    String source,
    String label,
    String text,
    byte[] image,
    List<Float> vector,
    long rank,
    double quantile,
    double hardness,
    int cluster,
    String metadata) {

  /** Column of the floats of an embedding, in rows whose contents were read again. */
  static final String VECTOR = "embedding";

  /**
   * Reads a row.
   *
   * @param row columns of {@code curated}, and {@link #VECTOR} where there are embeddings
   */
  static Sample of(Row row) {
    int vector = List.of(row.schema().fieldNames()).indexOf(VECTOR);
    return new Sample(
        row.getAs(Examples.ID),
        row.getAs(Examples.SOURCE),
        row.getAs(Examples.LABEL),
        row.getAs(Examples.TEXT),
        row.getAs(Examples.CONTENT),
        vector < 0 || row.isNullAt(vector) ? null : row.getList(vector),
        row.getAs(Decisions.KEEP_RANK),
        row.getAs(Decisions.KEEP_QUANTILE),
        row.getAs(Scores.HARDNESS),
        row.getAs(Scores.CLUSTER_ID),
        row.getAs(Examples.METADATA));
  }

  String key() {
    return SampleKey.of(id);
  }

  /** Returns the name of its image, with the extension of the bytes' format. */
  String imageName() {
    return key() + "." + ImageHeader.extension(image);
  }
}
