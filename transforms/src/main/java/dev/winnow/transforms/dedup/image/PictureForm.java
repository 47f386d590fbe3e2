package dev.winnow.transforms.dedup.image;

import java.io.Serializable;

/**
 * Form of a picture that near deduplication keeps, as Spark's bean encoder reads it: 4 KB of grey
 * levels ({@link GreySquare}) and the hashes of {@link PerceptualHashes}.
 */
public final class PictureForm implements Serializable {

  private String id;
  private int side;
  private byte[] levels;
  private long[] hashes;

  public String getId() {
    return id;
  }

  public void setId(String id) {
    this.id = id;
  }

  public int getSide() {
    return side;
  }

  public void setSide(int side) {
    this.side = side;
  }

  public byte[] getLevels() {
    return levels;
  }

  public void setLevels(byte[] levels) {
    this.levels = levels;
  }

  public long[] getHashes() {
    return hashes;
  }

  public void setHashes(long[] hashes) {
    this.hashes = hashes;
  }
}
