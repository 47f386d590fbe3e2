package dev.winnow.transforms.neighbours;

import java.io.Serializable;
import java.util.List;

/**
 * Row in a block of a cluster, as Spark's bean encoder reads it. It looks for neighbours among the
 * members of the block, and is found by others where it is a member itself.
 */
public final class PlacedVector implements Serializable {

  private int block;
  private boolean member;
  private String id;
  private float[] vector;

  public int getBlock() {
    return block;
  }

  public void setBlock(int block) {
    this.block = block;
  }

  public boolean isMember() {
    return member;
  }

  public void setMember(boolean member) {
    this.member = member;
  }

  public String getId() {
    return id;
  }

  public void setId(String id) {
    this.id = id;
  }

  public float[] getVector() {
    return vector;
  }

  public void setVector(float[] vector) {
    this.vector = vector;
  }

  /** Copies the vectors of some rows, each of length {@code dim}, into one array. */
  static float[] packed(List<PlacedVector> rows, int dim) {
    float[] packed = new float[rows.size() * dim];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i).vector, 0, packed, i * dim, dim);
    }
    return packed;
  }
}
