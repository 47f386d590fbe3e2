package dev.winnow.transforms.dedup.semantic;

import dev.winnow.transforms.kernel.MatrixProduct;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The sampled rows of an audit, which all rows are compared with. */
final class AuditSample implements Serializable {

  /** Rows whose products with the whole sample are held at once. */
  private static final int BATCH = 128;

  private final List<AuditRow> rows = new ArrayList<>();
  private final int dim;
  private final float[] vectors;
  private final float least;

  /** Packed by the first task of the JVM that asks. */
  private transient MatrixProduct packed;

  /**
   * @param sample at least one row
   * @param least product of a close pair
   */
  AuditSample(List<AuditRow> sample, float least) {
    this.dim = sample.get(0).getVector().length;
    this.vectors = new float[sample.size() * dim];
    for (AuditRow row : sample) {
      System.arraycopy(row.getVector(), 0, vectors, rows.size() * dim, dim);
      rows.add(row.bare());
    }
    this.least = least;
  }

  /** Of each sampled row, its closest earlier row; null where none is close. */
  static final class Partners implements Serializable {

    private final float[] products;
    private final AuditRow[] partners;

    Partners(int n) {
      products = new float[n];
      partners = new AuditRow[n];
    }

    AuditRow of(int row) {
      return partners[row];
    }

    private boolean better(int row, float product, AuditRow partner) {
      return partners[row] == null
          || product > products[row]
          || product == products[row] && partner.before(partners[row]);
    }

    Partners and(Partners other) {
      for (int i = 0; i < partners.length; i++) {
        if (other.partners[i] != null && better(i, other.products[i], other.partners[i])) {
          products[i] = other.products[i];
          partners[i] = other.partners[i];
        }
      }
      return this;
    }
  }

  List<AuditRow> rows() {
    return rows;
  }

  private synchronized MatrixProduct packed() {
    if (packed == null) {
      packed = MatrixProduct.of(Products.columns(vectors, dim));
    }
    return packed;
  }

  /** The partners among some rows. */
  Partners partners(Iterator<AuditRow> others) {
    Partners found = new Partners(rows.size());
    float[] batch = new float[BATCH * dim];
    List<AuditRow> own = new ArrayList<>(BATCH);
    while (others.hasNext()) {
      AuditRow row = others.next();
      System.arraycopy(row.getVector(), 0, batch, own.size() * dim, dim);
      own.add(row);
      if (own.size() == BATCH || !others.hasNext()) {
        compare(batch, own, found);
        own.clear();
      }
    }
    return found;
  }

  private void compare(float[] batch, List<AuditRow> own, Partners found) {
    int k = rows.size();
    float[] products = new float[own.size() * k];
    packed().add(batch, 0, own.size(), products, 0);
    for (int i = 0; i < own.size(); i++) {
      for (int c = 0; c < k; c++) {
        float product = products[i * k + c];
        if (product >= least
            && own.get(i).before(rows.get(c))
            && found.better(c, product, own.get(i))) {
          found.products[c] = product;
          found.partners[c] = own.get(i).bare();
        }
      }
    }
  }
}
