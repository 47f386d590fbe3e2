package dev.winnow.transforms.neighbours;

import java.io.Serializable;

/** Row and a row that is near to it, as Spark's bean encoder reads them. */
public final class Neighbour implements Serializable {

  private String id;
  private String other;
  private float similarity;

  public String getId() {
    return id;
  }

  public void setId(String id) {
    this.id = id;
  }

  public String getOther() {
    return other;
  }

  public void setOther(String other) {
    this.other = other;
  }

  public float getSimilarity() {
    return similarity;
  }

  public void setSimilarity(float similarity) {
    this.similarity = similarity;
  }
}
