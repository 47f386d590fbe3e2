package dev.winnow.transforms.dedup.semantic;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A row and its place in the order of all rows, as Spark's bean encoder reads it. */
public final class AuditRow implements Serializable {

  private String id;
  private int cluster;
  private double distanceKey;
  private long hashKey;
  private float[] vector;

  public String getId() {
    return id;
  }

  public void setId(String id) {
    this.id = id;
  }

  public int getCluster() {
    return cluster;
  }

  public void setCluster(int cluster) {
    this.cluster = cluster;
  }

  /** What rows are ordered by first; 0 where a hash orders them. */
  public double getDistanceKey() {
    return distanceKey;
  }

  public void setDistanceKey(double distanceKey) {
    this.distanceKey = distanceKey;
  }

  /** What rows are ordered by first; 0 where a distance orders them. */
  public long getHashKey() {
    return hashKey;
  }

  public void setHashKey(long hashKey) {
    this.hashKey = hashKey;
  }

  public float[] getVector() {
    return vector;
  }

  public void setVector(float[] vector) {
    this.vector = vector;
  }

  /** The same row without its vector. */
  AuditRow bare() {
    AuditRow bare = new AuditRow();
    bare.id = id;
    bare.cluster = cluster;
    bare.distanceKey = distanceKey;
    bare.hashKey = hashKey;
    return bare;
  }

  /** Whether this row comes before another one; ids are ordered by their bytes, as Spark does. */
  boolean before(AuditRow other) {
    int order = Double.compare(distanceKey, other.distanceKey);
    if (order == 0) {
      order = Long.compare(hashKey, other.hashKey);
    }
    if (order == 0) {
      order =
          Arrays.compareUnsigned(
              id.getBytes(StandardCharsets.UTF_8), other.id.getBytes(StandardCharsets.UTF_8));
    }
    return order < 0;
  }
}
