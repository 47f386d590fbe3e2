package dev.winnow.jobs.stage.embed;

import static dev.winnow.schemas.Examples.CONTENT_SHA256;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.when;

import dev.winnow.jobs.recipe.EncoderKind;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.stage.ingest.Inputs;
import dev.winnow.transforms.ingest.CopyContent;
import dev.winnow.transforms.ingest.Modality;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Contents of the examples, keyed for encoding: by id if table examples stores them, by source if
 * the input is read again. Of pairs, it holds one side.
 */
final class Content {

  private final RunContext run;
  private final Dataset<Row> examples;
  private final long rows;
  private final Modality side;
  private final EncoderKind encoder;
  private final boolean stored;

  /**
   * @param side the input's modality, or for pairs the encoded side: IMAGE or TEXT
   * @param encoder encoder that reads the contents
   */
  Content(RunContext run, Dataset<Row> examples, long rows, Modality side, EncoderKind encoder) {
    this.run = run;
    this.examples = examples;
    this.rows = rows;
    this.side = side;
    this.encoder = encoder;
    CopyContent copy = run.input().copyContent();
    this.stored =
        copy == CopyContent.ALWAYS && side != Modality.EMBEDDING
            || copy == CopyContent.AUTO && side == Modality.TEXT;
  }

  Modality side() {
    return side;
  }

  Dataset<Row> examples() {
    return examples;
  }

  /** Returns all contents: key, content_sha256, text, content, vector. */
  Dataset<Row> readAll() {
    if (stored) {
      return fromTable(examples)
          .repartition(
              EmbedStage.tasks(rows, run.spark().sparkContext().defaultParallelism(), encoder),
              col("key"));
    }
    return fromInput();
  }

  /** Returns the contents of some examples (columns id and source), each with its id. */
  Dataset<Row> readSome(Dataset<Row> some) {
    if (stored) {
      return fromTable(some).withColumn("id", col("key"));
    }
    return fromInput().join(some.select(col("id"), col("source").as("key")), "key");
  }

  private Dataset<Row> fromTable(Dataset<Row> from) {
    return from.select(
        col("id").as("key"),
        col(CONTENT_SHA256),
        ofSide("text", Modality.TEXT),
        ofSide("content", Modality.IMAGE),
        lit(null).cast("array<float>").as("vector"));
  }

  private Dataset<Row> fromInput() {
    Column sha =
        switch (run.input().modality()) {
          case TEXT -> sha2(col("text").cast("binary"), 256);
          case IMAGE -> sha2(col("content"), 256);
          case EMBEDDING -> lit(null).cast("string");
          case PAIR ->
              sha2(
                  concat(sha2(col("content"), 256), sha2(col("text").cast("binary"), 256))
                      .cast("binary"),
                  256);
        };
    return Inputs.rows(run)
        .where(col("code").isNull())
        .select(
            col("source").as("key"),
            sha.as(CONTENT_SHA256),
            ofSide("text", Modality.TEXT),
            ofSide("content", Modality.IMAGE),
            col("vector"));
  }

  /** Returns a column; null if it belongs to the other side of a pair. */
  private Column ofSide(String column, Modality needed) {
    boolean other = run.input().modality() == Modality.PAIR && side != needed;
    return other
        ? lit(null).cast(needed == Modality.TEXT ? "string" : "binary").as(column)
        : col(column);
  }

  /**
   * Joins every example with its vector, or with the reason why it has none: columns id, source,
   * content_sha256, embedding, norm, code, message.
   */
  Dataset<Row> join(Dataset<Row> all, Dataset<Row> encoded) {
    Dataset<Row> right = encoded.withColumnRenamed(CONTENT_SHA256, "read_sha256");
    Dataset<Row> left =
        all.select("id", "source", CONTENT_SHA256)
            .withColumn("key", stored ? col("id") : col("source"));
    Column missing = col("norm").isNull().and(col("code").isNull());
    Column changed =
        col("read_sha256").isNotNull().and(col("read_sha256").notEqual(col(CONTENT_SHA256)));
    return left.join(right, left.col("key").equalTo(right.col("key")), "left")
        .withColumn(
            "fault", when(missing, lit("source_missing")).when(changed, lit("content_changed")))
        .select(
            col("id"),
            col("source"),
            col(CONTENT_SHA256),
            col("embedding"),
            col("norm"),
            coalesce(col("fault"), col("code")).as("code"),
            when(
                    col("fault").equalTo("source_missing"),
                    lit("source must still be readable, but was not found during embedding"))
                .when(
                    col("fault").equalTo("content_changed"),
                    lit("content must not change after ingest, but its sha256 has changed"))
                .otherwise(col("message"))
                .as("message"));
  }
}
