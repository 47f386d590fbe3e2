package dev.winnow.transforms.dedup.semantic;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Rows by bands between thresholds: the number of rows whose greatest product is in each band, and
 * the few rows closest to its ends. The order of adding and merging does not change the result.
 */
final class SweepBands implements Serializable {

  private static final int FEW = 3;

  private static final Comparator<Link> LOWEST =
      Comparator.comparingDouble((Link link) -> Threshold.cosine(link.product))
          .thenComparingLong(Link::later);

  private static final Comparator<Link> HIGHEST =
      Comparator.comparingDouble((Link link) -> -Threshold.cosine(link.product))
          .thenComparingLong(Link::later);

  /** Row, and the earlier row with which it has its greatest product. */
  record Link(long later, long earlier, float product) implements Serializable {}

  /** Least products, in descending order. */
  private final float[] leasts;

  /**
   * Number of products of band i, which are below {@code leasts[i - 1]}, but not below {@code
   * leasts[i]}.
   */
  private final long[] counts;

  private final List<List<Link>> lowest = new ArrayList<>();
  private final List<List<Link>> highest = new ArrayList<>();

  /**
   * @param leasts least products that pass, for ascending epsilon
   */
  SweepBands(float[] leasts) {
    this.leasts = leasts;
    this.counts = new long[leasts.length + 1];
    for (int i = 0; i < counts.length; i++) {
      lowest.add(new ArrayList<>());
      highest.add(new ArrayList<>());
    }
  }

  /** Adds a row of {@link Maxima#SCHEMA}. */
  void add(Row link) {
    float product = link.getFloat(3);
    int band = 0;
    while (band < leasts.length && product < leasts[band]) {
      band++;
    }
    counts[band]++;
    Link one = new Link(link.getLong(1), link.getLong(2), product);
    insert(lowest.get(band), one, LOWEST);
    insert(highest.get(band), one, HIGHEST);
  }

  private static void insert(List<Link> few, Link link, Comparator<Link> order) {
    int at = few.size();
    while (at > 0 && order.compare(link, few.get(at - 1)) < 0) {
      at--;
    }
    if (at < FEW) {
      few.add(at, link);
      if (few.size() > FEW) {
        few.remove(FEW);
      }
    }
  }

  SweepBands merge(SweepBands other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
      List<Link> low = lowest.get(i);
      other.lowest.get(i).forEach(link -> insert(low, link, LOWEST));
      List<Link> high = highest.get(i);
      other.highest.get(i).forEach(link -> insert(high, link, HIGHEST));
    }
    return this;
  }

  /** Returns the number of rows that a threshold removes. */
  long removed(int threshold) {
    long removed = 0;
    for (int band = 0; band <= threshold; band++) {
      removed += counts[band];
    }
    return removed;
  }

  /** Returns the few rows closest above a threshold. */
  List<Link> above(int threshold) {
    List<Link> few = new ArrayList<>();
    for (int band = threshold; band >= 0 && few.size() < FEW; band--) {
      few.addAll(lowest.get(band));
    }
    return few.subList(0, Math.min(FEW, few.size()));
  }

  /** Returns the few rows closest below a threshold. */
  List<Link> below(int threshold) {
    List<Link> few = new ArrayList<>();
    for (int band = threshold + 1; band < counts.length && few.size() < FEW; band++) {
      few.addAll(highest.get(band));
    }
    return few.subList(0, Math.min(FEW, few.size()));
  }

  /** Returns all rows that are held. */
  List<Link> links() {
    List<Link> all = new ArrayList<>();
    lowest.forEach(all::addAll);
    highest.forEach(all::addAll);
    return all;
  }
}
