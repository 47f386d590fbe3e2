package dev.winnow.transforms.dedup.image;

import java.io.Serializable;

/** Two pictures that may be copies of each other, as Spark's bean encoder reads them. */
public final class CandidatePair implements Serializable {

  private String leftId;
  private String rightId;
  private byte[] left;
  private byte[] right;

  public String getLeftId() {
    return leftId;
  }

  public void setLeftId(String leftId) {
    this.leftId = leftId;
  }

  public String getRightId() {
    return rightId;
  }

  public void setRightId(String rightId) {
    this.rightId = rightId;
  }

  public byte[] getLeft() {
    return left;
  }

  public void setLeft(byte[] left) {
    this.left = left;
  }

  public byte[] getRight() {
    return right;
  }

  public void setRight(byte[] right) {
    this.right = right;
  }
}
