package dev.winnow.transforms.dedup.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Pairs of the rows of each bucket, from rows sorted by bucket and within it: each row with so many
 * before it, and with the bucket's first. A bucket of so many rows and one more gives all its
 * pairs; of a larger one a last row says how many rows it has and how many pairs were left out. The
 * rows that pairs are made of are all that is held.
 */
final class BucketPairs implements Iterator<Row> {

  static final StructType SCHEMA =
      new StructType()
          .add("left_id", DataTypes.StringType)
          .add("right_id", DataTypes.StringType)
          .add("band", DataTypes.IntegerType, false)
          .add("bucket", DataTypes.LongType, false)
          .add("rows", DataTypes.LongType)
          .add("pairs_left_out", DataTypes.LongType);

  private record Ranked(long place, String id) {}

  private final Iterator<Row> keys;
  private final int window;
  private final Deque<Ranked> before = new ArrayDeque<>();
  private Iterator<Row> ready = Collections.emptyIterator();
  private int band;
  private long bucket;
  private Ranked first;
  private long rows;

  /**
   * @param keys rows of {@link TextKeys#SCHEMA}
   */
  BucketPairs(Iterator<Row> keys, int window) {
    this.keys = keys;
    this.window = window;
  }

  @Override
  public boolean hasNext() {
    while (!ready.hasNext() && (keys.hasNext() || first != null)) {
      ready = keys.hasNext() ? withNext(keys.next()).iterator() : closed().iterator();
    }
    return ready.hasNext();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more pairs");
    }
    return ready.next();
  }

  private List<Row> withNext(Row key) {
    List<Row> found = new ArrayList<>();
    if (first == null || band != key.getInt(0) || bucket != key.getLong(1)) {
      found.addAll(closed());
      band = key.getInt(0);
      bucket = key.getLong(1);
    }
    Ranked row = new Ranked(key.getLong(4), key.getString(5));
    if (first == null) {
      first = row;
    } else if (before.peekFirst() != first) {
      found.add(pair(first, row));
    }
    for (Ranked earlier : before) {
      found.add(pair(earlier, row));
    }
    before.addLast(row);
    if (before.size() > window) {
      before.removeFirst();
    }
    rows++;
    return found;
  }

  /** What is to be said of the bucket that ends, which is then forgotten. */
  private List<Row> closed() {
    List<Row> found = List.of();
    if (rows > window + 1) {
      // With a window of w, row i (from 0) makes i pairs up to i = w, and w + 1 from there on.
      long made = (long) window * (window + 1) / 2 + (rows - window - 1) * (window + 1);
      found =
          List.of(RowFactory.create(null, null, band, bucket, rows, rows * (rows - 1) / 2 - made));
    }
    before.clear();
    first = null;
    rows = 0;
    return found;
  }

  private Row pair(Ranked a, Ranked b) {
    // Ids part rows of one place: a pair must come out the same from every bucket.
    boolean ordered =
        a.place() < b.place() || a.place() == b.place() && a.id().compareTo(b.id()) < 0;
    Ranked left = ordered ? a : b;
    Ranked right = ordered ? b : a;
    return RowFactory.create(left.id(), right.id(), band, bucket, null, null);
  }
}
