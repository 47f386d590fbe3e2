package dev.winnow.transforms.score;

/**
 * An example with its embedding as Spark's bean encoder reads it, without an object for each float.
 */
public final class Embedded {

  private String id;
  private float[] embedding;

  public String getId() {
    return id;
  }

  public void setId(String id) {
    this.id = id;
  }

  public float[] getEmbedding() {
    return embedding;
  }

  public void setEmbedding(float[] embedding) {
    this.embedding = embedding;
  }
}
