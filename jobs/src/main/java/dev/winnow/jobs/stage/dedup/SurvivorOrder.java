package dev.winnow.jobs.stage.dedup;

import static dev.winnow.schemas.Examples.HEIGHT;
import static dev.winnow.schemas.Examples.SOURCE;
import static dev.winnow.schemas.Examples.TEXT;
import static dev.winnow.schemas.Examples.WIDTH;
import static dev.winnow.schemas.Thumbnails.FILE_BYTES;
import static dev.winnow.schemas.Thumbnails.IS_GREY;
import static dev.winnow.schemas.Thumbnails.ORIENTATION;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.regexp_replace;

import dev.winnow.transforms.dedup.Places;
import dev.winnow.transforms.task.NaturalOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Order of the examples, best first. Of each group of exact or near duplicates the first one stays.
 *
 * <ul>
 *   <li>Images: colour before grey, more pixels, more bytes, then a file that is stored upright.
 *   <li>Texts: more letters and other signs, white space and punctuation aside, then more
 *       characters. So a text comes after the texts that contain it.
 *   <li>All: the natural order of the sources, so part-2 before part-10 and row 9 before row 10.
 * </ul>
 */
final class SurvivorOrder {

  private static final String SPACE_AND_PUNCTUATION = "[\\s\\p{P}]+";

  /**
   * Returns id and place of texts, vectors or pairs, see {@link Places#of}.
   *
   * @param examples id, source and text
   */
  static Dataset<Row> other(Dataset<Row> examples) {
    return Places.of(
        examples,
        natural(
            negate(length(regexp_replace(col(TEXT), SPACE_AND_PUNCTUATION, ""))),
            negate(length(col(TEXT)))));
  }

  /**
   * Returns id and place of images, see {@link Places#of}.
   *
   * @param examples id, source, width and height
   * @param thumbnails id, is_grey, file_bytes and orientation, null where they are not known
   */
  static Dataset<Row> images(Dataset<Row> examples, Dataset<Row> thumbnails) {
    Dataset<Row> looks =
        thumbnails.select(
            col("id").as("winnow_picture"), col(IS_GREY), col(FILE_BYTES), col(ORIENTATION));
    return Places.of(
        examples.join(looks, col("id").equalTo(col("winnow_picture")), "left"),
        natural(
            coalesce(col(IS_GREY), lit(false)),
            negate(col(WIDTH).cast("long").multiply(col(HEIGHT))),
            negate(coalesce(col(FILE_BYTES), lit(0L))),
            coalesce(col(ORIENTATION).gt(1), lit(false))));
  }

  private static Column[] natural(Column... first) {
    List<Column> order = new ArrayList<>(List.of(first));
    order.add(NaturalOrder.key(col(SOURCE)));
    order.add(col(SOURCE));
    return order.toArray(Column[]::new);
  }

  private SurvivorOrder() {}
}
