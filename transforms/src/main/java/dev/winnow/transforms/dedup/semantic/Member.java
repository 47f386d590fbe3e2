package dev.winnow.transforms.dedup.semantic;

import java.io.Serializable;

/**
 * Row in one of the clusters in which it is compared, as Spark's bean encoder reads it. That
 * encoder makes no object of each float.
 */
public final class Member implements Serializable {

  private int cluster;
  private long place;
  private String id;
  private boolean home;
  private float[] vector;

  public int getCluster() {
    return cluster;
  }

  public void setCluster(int cluster) {
    this.cluster = cluster;
  }

  /**
   * Returns the row's rank in the order of all rows, from 0; set if rows are in several clusters.
   */
  public long getPlace() {
    return place;
  }

  public void setPlace(long place) {
    this.place = place;
  }

  public String getId() {
    return id;
  }

  public void setId(String id) {
    this.id = id;
  }

  /** Returns whether this is the cluster to which the row is assigned. */
  public boolean isHome() {
    return home;
  }

  public void setHome(boolean home) {
    this.home = home;
  }

  public float[] getVector() {
    return vector;
  }

  public void setVector(float[] vector) {
    this.vector = vector;
  }

  /** Returns the same row as a guest in another cluster. Its id is not needed there. */
  Member guest(int other) {
    Member copy = new Member();
    copy.cluster = other;
    copy.place = place;
    copy.home = false;
    copy.vector = vector;
    return copy;
  }
}
