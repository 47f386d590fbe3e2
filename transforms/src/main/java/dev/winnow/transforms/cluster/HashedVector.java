package dev.winnow.transforms.cluster;

import java.io.Serializable;

/**
 * A row of a fit as Spark's bean encoder reads it. That encoder is the only public way to an array
 * of floats that does not make an object for each float.
 */
public final class HashedVector implements Serializable {

  private long hash;
  private float[] vector;

  public long getHash() {
    return hash;
  }

  public void setHash(long hash) {
    this.hash = hash;
  }

  public float[] getVector() {
    return vector;
  }

  public void setVector(float[] vector) {
    this.vector = vector;
  }
}
