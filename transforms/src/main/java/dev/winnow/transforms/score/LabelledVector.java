package dev.winnow.transforms.score;

import static org.apache.spark.sql.functions.col;

import dev.winnow.transforms.task.Draws;
import java.io.Serializable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** An example with its label as Spark's bean encoder reads it, without an object for each float. */
public final class LabelledVector implements Serializable {

  private static final long serialVersionUID = 1;

  private String id;
  private String label;
  private float[] embedding;
  private long hash;

  /** Returns rows of (id, embedding, label) with a hash of id and seed. Lazy. */
  static Dataset<LabelledVector> of(Dataset<Row> labelled, long seed) {
    return labelled
        .select(col("id"), col("label"), col("embedding"), Draws.hash(seed, "probes").as("hash"))
        .as(Encoders.bean(LabelledVector.class));
  }

  /** Returns the hash as a number in [0, 1). */
  double draw() {
    return (hash >>> 11) * 0x1p-53;
  }

  /**
   * Returns the embedding.
   *
   * @throws IllegalArgumentException when its length is not {@code dim}
   */
  float[] vector(int dim) {
    if (embedding.length != dim) {
      throw new IllegalArgumentException(
          "vector lengths differ: embedding of "
              + id
              + " has "
              + embedding.length
              + ", others have "
              + dim);
    }
    return embedding;
  }

  public String getId() {
    return id;
  }

  public void setId(String id) {
    this.id = id;
  }

  public String getLabel() {
    return label;
  }

  public void setLabel(String label) {
    this.label = label;
  }

  public float[] getEmbedding() {
    return embedding;
  }

  public void setEmbedding(float[] embedding) {
    this.embedding = embedding;
  }

  public long getHash() {
    return hash;
  }

  public void setHash(long hash) {
    this.hash = hash;
  }
}
