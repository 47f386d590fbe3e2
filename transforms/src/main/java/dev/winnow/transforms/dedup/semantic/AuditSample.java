package dev.winnow.transforms.dedup.semantic;

import dev.winnow.transforms.kernel.MatrixProduct;
import dev.winnow.transforms.task.LookAhead;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Sampled rows of an audit, with which all rows are compared. Public for {@link Row} alone. */
public final class AuditSample implements Serializable {

  /** Row and its place in the order of all rows, as Spark's bean encoder reads it. */
  public static final class Row implements Serializable {

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

    /** Returns the first key of the order; 0 if rows are ordered by a hash. */
    public double getDistanceKey() {
      return distanceKey;
    }

    public void setDistanceKey(double distanceKey) {
      this.distanceKey = distanceKey;
    }

    /** Returns the first key of the order; 0 if rows are ordered by a distance. */
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

    /** Returns the same row without its vector. */
    private Row withoutVector() {
      Row copy = new Row();
      copy.id = id;
      copy.cluster = cluster;
      copy.distanceKey = distanceKey;
      copy.hashKey = hashKey;
      return copy;
    }

    /** Returns whether this row is before another one. Ids are ordered by bytes, as Spark does. */
    private boolean isBefore(Row other) {
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

  /** Rows whose products with the whole sample are held at once. */
  private static final int BATCH = 128;

  private final List<Row> rows = new ArrayList<>();
  private final int dim;
  private final float[] vectors;
  private final float least;

  /** Packed by the first task of the JVM that needs it. */
  private transient MatrixProduct packed;

  /**
   * @param sample at least one row
   * @param least product of a close pair
   */
  AuditSample(List<Row> sample, float least) {
    this.dim = sample.get(0).getVector().length;
    this.vectors = new float[sample.size() * dim];
    for (Row row : sample) {
      System.arraycopy(row.getVector(), 0, vectors, rows.size() * dim, dim);
      rows.add(row.withoutVector());
    }
    this.least = least;
  }

  /** Closest earlier row of each sampled row; null if none is close. */
  static final class Partners implements Serializable {

    private final float[] products;
    private final Row[] partners;

    Partners(int n) {
      products = new float[n];
      partners = new Row[n];
    }

    Row of(int row) {
      return partners[row];
    }

    private boolean better(int row, float product, Row partner) {
      return partners[row] == null
          || product > products[row]
          || product == products[row] && partner.isBefore(partners[row]);
    }

    Partners merge(Partners other) {
      for (int i = 0; i < partners.length; i++) {
        if (other.partners[i] != null && better(i, other.products[i], other.partners[i])) {
          products[i] = other.products[i];
          partners[i] = other.partners[i];
        }
      }
      return this;
    }
  }

  List<Row> rows() {
    return rows;
  }

  private synchronized MatrixProduct packed() {
    if (packed == null) {
      packed = MatrixProduct.ofRows(vectors, dim);
    }
    return packed;
  }

  /** Finds the partners of the sampled rows among some rows. */
  Partners partners(Iterator<Row> others) {
    Partners found = new Partners(rows.size());
    float[] batch = new float[BATCH * dim];
    LookAhead<Row> ahead = new LookAhead<>(others);
    while (ahead.hasNext()) {
      List<Row> taken = ahead.take(BATCH);
      for (int i = 0; i < taken.size(); i++) {
        System.arraycopy(taken.get(i).getVector(), 0, batch, i * dim, dim);
      }
      compare(batch, taken, found);
    }
    return found;
  }

  private void compare(float[] batch, List<Row> others, Partners found) {
    int k = rows.size();
    float[] products = new float[others.size() * k];
    packed().add(batch, 0, others.size(), products, 0);
    for (int i = 0; i < others.size(); i++) {
      for (int c = 0; c < k; c++) {
        float product = products[i * k + c];
        if (product >= least
            && others.get(i).isBefore(rows.get(c))
            && found.better(c, product, others.get(i))) {
          found.products[c] = product;
          found.partners[c] = others.get(i).withoutVector();
        }
      }
    }
  }
}
