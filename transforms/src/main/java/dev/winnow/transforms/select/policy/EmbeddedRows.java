package dev.winnow.transforms.select.policy;

import static dev.winnow.schemas.Examples.ID;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Embeddings of the rows that a policy orders, and the prototypes of their clusters.
 *
 * @param embeddings id string, embedding array of floats: unit vectors of length {@code dim}; more
 *     rows than those that are ordered are allowed
 * @param prototypes {@code float[k * dim]}, row-major: by cluster id
 */
public record EmbeddedRows(Dataset<Row> embeddings, float[] prototypes, int dim) {

  /** Returns id and embedding of the rows that a policy orders, lazily, by a join. */
  Dataset<Row> of(Dataset<Row> scored) {
    return embeddings.select(ID, "embedding").join(scored.select(ID), ID);
  }
}
