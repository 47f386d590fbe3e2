package dev.winnow.jobs.stage.dedup;

import static dev.winnow.schemas.Examples.CONTENT_SHA256;
import static dev.winnow.schemas.Examples.TEXT;
import static dev.winnow.schemas.Thumbnails.PIXELS_SHA256;
import static org.apache.spark.sql.functions.col;

import dev.winnow.transforms.dedup.text.TextExactForm;
import dev.winnow.transforms.ingest.Modality;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Keys that are equal for exact duplicates. */
enum ExactKey {
  /** Bytes of the file, UTF-8 of the text, or floats of the vector. */
  CONTENT("content_sha256"),
  /** Decoded, upright pixels. */
  PIXELS("pixels"),
  /** Text without differences of Unicode form, width, case and white space. */
  FORM(TextExactForm.RULE);

  private final String rule;

  ExactKey(String rule) {
    this.rule = rule;
  }

  /** Returns the name of the key in column {@code rule}. */
  String rule() {
    return rule;
  }

  /** Returns the names of all keys. */
  static List<String> rules() {
    return Arrays.stream(values()).map(ExactKey::rule).toList();
  }

  /** Returns the keys of a modality, in the order in which they are compared. */
  static List<ExactKey> of(Modality modality) {
    return switch (modality) {
      case IMAGE -> List.of(CONTENT, PIXELS);
      case TEXT -> List.of(CONTENT, FORM);
      case EMBEDDING, PAIR -> List.of(CONTENT);
    };
  }

  /**
   * Returns the rows with a column {@code key}.
   *
   * @param rows id, content_sha256, text and any others
   * @param thumbnails id and pixels_sha256; null for other input than images
   */
  Dataset<Row> keyed(Dataset<Row> rows, Dataset<Row> thumbnails) {
    return switch (this) {
      case CONTENT -> rows.withColumn("key", col(CONTENT_SHA256));
      case PIXELS -> {
        Dataset<Row> pixels =
            thumbnails.select(col("id").as("winnow_picture"), col(PIXELS_SHA256).as("key"));
        yield rows.join(pixels, col("id").equalTo(col("winnow_picture"))).drop("winnow_picture");
      }
      case FORM -> rows.withColumn("key", TextExactForm.sha256(col(TEXT)));
    };
  }
}
