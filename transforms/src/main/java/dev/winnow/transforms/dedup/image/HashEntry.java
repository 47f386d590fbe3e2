package dev.winnow.transforms.dedup.image;

import java.io.Serializable;

/** Hashes of one view in one bucket, as Spark's bean encoder reads them. */
public final class HashEntry implements Serializable {

  private long bucket;
  private long frequencies;
  private long slopes;
  private String id;
  private boolean whole;

  public long getBucket() {
    return bucket;
  }

  public void setBucket(long bucket) {
    this.bucket = bucket;
  }

  public long getFrequencies() {
    return frequencies;
  }

  public void setFrequencies(long frequencies) {
    this.frequencies = frequencies;
  }

  public long getSlopes() {
    return slopes;
  }

  public void setSlopes(long slopes) {
    this.slopes = slopes;
  }

  public String getId() {
    return id;
  }

  public void setId(String id) {
    this.id = id;
  }

  public boolean isWhole() {
    return whole;
  }

  public void setWhole(boolean whole) {
    this.whole = whole;
  }
}
