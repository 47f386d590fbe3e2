package dev.winnow.transforms.dedup.image;

/**
 * A row in a block of a cluster, as Spark's bean encoder reads it: to be found there, if it is a
 * member, and to look for neighbours.
 */
public final class PlacedVector implements java.io.Serializable {

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
}
