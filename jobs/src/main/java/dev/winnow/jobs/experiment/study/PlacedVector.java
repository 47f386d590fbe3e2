package dev.winnow.jobs.experiment.study;

/** Vector of a row with its place, as Spark's bean encoder reads it. */
public final class PlacedVector {

  private int place;
  private float[] embedding;

  public int getPlace() {
    return place;
  }

  public void setPlace(int place) {
    this.place = place;
  }

  public float[] getEmbedding() {
    return embedding;
  }

  public void setEmbedding(float[] embedding) {
    this.embedding = embedding;
  }
}
