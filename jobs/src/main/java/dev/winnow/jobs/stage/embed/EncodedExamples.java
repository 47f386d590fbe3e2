package dev.winnow.jobs.stage.embed;

import static dev.winnow.schemas.Examples.CONTENT_SHA256;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import dev.winnow.jobs.stage.RunEncoder;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Every example once, with the vector that an encoder gave it or the reason why it gave none.
 *
 * @param rows id, source, content_sha256, embedding, norm, code, message
 */
record EncodedExamples(RunEncoder by, Dataset<Row> rows) {

  /** Returns the examples with a vector, in the columns of table embeddings. */
  Dataset<Row> accepted() {
    return rows.where(col("code").isNull()).withColumn("encoder", lit(by.encoder()));
  }

  Dataset<Row> refused() {
    return rows.where(col("code").isNotNull());
  }

  /**
   * Returns the examples that at least one encoder refused, each once, with the first of its
   * reasons.
   */
  static Dataset<Row> refusedByAny(List<EncodedExamples> all) {
    Dataset<Row> refused = null;
    for (int i = 0; i < all.size(); i++) {
      Dataset<Row> ofEncoder =
          all.get(i)
              .refused()
              .select(
                  col("id"),
                  struct(
                          lit(i).as("place"),
                          col("source"),
                          col(CONTENT_SHA256),
                          col("code"),
                          concat(lit(all.get(i).by().prefix()), col("message")).as("message"))
                      .as("first"));
      refused = refused == null ? ofEncoder : refused.unionByName(ofEncoder);
    }
    return refused
        .groupBy("id")
        .agg(min("first").as("first"))
        .select("id", "first.source", "first.content_sha256", "first.code", "first.message");
  }

  /**
   * Returns the vectors of the examples that every encoder accepted, one row per example and
   * encoder.
   *
   * @param refused ids of the others
   */
  static Dataset<Row> acceptedByAll(List<EncodedExamples> all, Dataset<Row> refused) {
    Dataset<Row> accepted = null;
    for (EncodedExamples encoded : all) {
      Dataset<Row> ofEncoder = encoded.accepted().join(refused.select("id"), "id", "left_anti");
      accepted =
          accepted == null
              ? ofEncoder.select("id", "encoder", "norm", "embedding")
              : accepted.unionByName(ofEncoder.select("id", "encoder", "norm", "embedding"));
    }
    return accepted;
  }
}
