package dev.winnow.transforms.dedup.image;

import java.io.Serializable;

/**
 * Two pictures that may be copies of each other, as Spark's bean encoder reads them. Their bytes
 * are grey levels or thumbnails.
 */
public final class CandidatePair implements Serializable {

  private String leftId;
  private String rightId;
  private byte[] left;
  private byte[] right;
  private int leftSide;
  private int rightSide;

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

  public int getLeftSide() {
    return leftSide;
  }

  public void setLeftSide(int leftSide) {
    this.leftSide = leftSide;
  }

  public int getRightSide() {
    return rightSide;
  }

  public void setRightSide(int rightSide) {
    this.rightSide = rightSide;
  }
}
