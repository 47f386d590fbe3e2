package dev.winnow.jobs.report.read;

import java.io.Serializable;

/**
 * A row with the number that it is ordered by; equal numbers are ordered by id.
 *
 * @param order a hash, a distance or a similarity
 */
public record Ranked(double order, String id) implements Comparable<Ranked>, Serializable {

  private static final long serialVersionUID = 1L;

  @Override
  public int compareTo(Ranked other) {
    int byOrder = Double.compare(order, other.order);
    return byOrder != 0 ? byOrder : id.compareTo(other.id);
  }
}
