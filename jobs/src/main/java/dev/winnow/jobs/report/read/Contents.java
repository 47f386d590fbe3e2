package dev.winnow.jobs.report.read;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.substring;

import dev.winnow.schemas.Embeddings;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Thumbnails;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** Contents of a few rows: one Spark job each. */
public final class Contents {

  /**
   * Returns the beginnings of texts, by id.
   *
   * @param most number of characters
   */
  public static Map<String, String> texts(ReleaseTables tables, Collection<String> ids, int most) {
    Map<String, String> texts = new TreeMap<>();
    if (!ids.isEmpty()) {
      tables
          .read(Examples.SPEC)
          .where(col(Examples.ID).isin(ids.toArray()).and(col(Examples.TEXT).isNotNull()))
          .select(col(Examples.ID), substring(col(Examples.TEXT), 1, most))
          .collectAsList()
          .forEach(row -> texts.put(row.getString(0), row.getString(1)));
    }
    return texts;
  }

  /** Returns the thumbnails of rows that have one, JPEG of at most 160 by 160 pixels, by id. */
  public static Map<String, byte[]> thumbnails(ReleaseTables tables, Collection<String> ids) {
    Map<String, byte[]> pictures = new TreeMap<>();
    if (!ids.isEmpty() && tables.holds(Thumbnails.SPEC)) {
      tables
          .read(Thumbnails.SPEC)
          .where(col(Examples.ID).isin(ids.toArray()))
          .select(Examples.ID, Thumbnails.THUMBNAIL)
          .collectAsList()
          .forEach(row -> pictures.put(row.getString(0), row.getAs(1)));
    }
    return pictures;
  }

  /**
   * Returns the vectors of rows, by id.
   *
   * @param encoder value of column {@code encoder}; null for the only one
   */
  public static Map<String, float[]> vectors(
      ReleaseTables tables, Collection<String> ids, String encoder) {
    Map<String, float[]> vectors = new TreeMap<>();
    if (!ids.isEmpty() && tables.holds(Embeddings.SPEC)) {
      var rows = tables.read(Embeddings.SPEC).where(col(Examples.ID).isin(ids.toArray()));
      if (encoder != null) {
        rows = rows.where(col(Embeddings.ENCODER).equalTo(encoder));
      }
      for (Row row : rows.select(Examples.ID, Embeddings.EMBEDDING).collectAsList()) {
        List<Float> values = row.getList(1);
        float[] vector = new float[values.size()];
        for (int i = 0; i < vector.length; i++) {
          vector[i] = values.get(i);
        }
        vectors.put(row.getString(0), vector);
      }
    }
    return vectors;
  }

  private Contents() {}
}
