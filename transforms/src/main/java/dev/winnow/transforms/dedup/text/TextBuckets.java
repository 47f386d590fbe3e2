package dev.winnow.transforms.dedup.text;

import dev.winnow.transforms.task.Batched;
import dev.winnow.transforms.task.LookAhead;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Pairs the rows of each bucket: each row with the {@code window} rows before it, and with the
 * bucket's first row. Pairs in which the outlines rule out any finding are left away. Rows come
 * sorted by bucket and within it. A bucket of at most {@code window + 1} rows gives all its pairs.
 * After a larger bucket, one summary row has its number of rows and of pairs left out.
 *
 * <p>Pairs are put out in blocks, because each stored row costs Spark more than the ids of a pair.
 * Memory: {@code window + 1} rows, and a block of pairs.
 */
final class TextBuckets extends Batched<Row, Row> {

  /** Least number of the pairs of a block, except for the last one of a task. */
  private static final int BLOCK = 512;

  static final StructType PAIR =
      new StructType()
          .add("left_id", DataTypes.StringType, false)
          .add("right_id", DataTypes.StringType, false);

  /** Either {@code pairs} or the summary of a bucket is there; the other columns are null. */
  static final StructType SCHEMA =
      new StructType()
          .add("pairs", DataTypes.createArrayType(PAIR, false))
          .add("band", DataTypes.IntegerType)
          .add("bucket", DataTypes.LongType)
          .add("rows", DataTypes.LongType)
          .add("pairs_left_out", DataTypes.LongType);

  private record Ranked(long place, String id, TextOutline outline) {}

  private final int window;
  private final TextComparison comparison;
  private final Deque<Ranked> before = new ArrayDeque<>();
  private final List<Row> pairs = new ArrayList<>();
  private int band;
  private long bucket;
  private Ranked first;
  private long rows;

  /**
   * @param keys rows of {@link TextKeys#SCHEMA}
   * @param window number of rows before a row that it is paired with
   * @param comparison rules of the pairs
   */
  TextBuckets(Iterator<Row> keys, int window, TextComparison comparison) {
    super(keys);
    this.window = window;
    this.comparison = comparison;
  }

  @Override
  protected Iterator<Row> next(LookAhead<Row> keys) {
    List<Row> found = new ArrayList<>();
    do {
      addKey(keys.next(), found);
    } while (pairs.size() < BLOCK && keys.hasNext());
    addPairs(found);
    return found.iterator();
  }

  @Override
  protected Iterator<Row> end() {
    List<Row> found = new ArrayList<>();
    close(found);
    return found.iterator();
  }

  private void addPairs(List<Row> into) {
    if (!pairs.isEmpty()) {
      into.add(RowFactory.create(pairs.toArray(), null, null, null, null));
      pairs.clear();
    }
  }

  private void addKey(Row key, List<Row> summaries) {
    if (first == null || band != key.getInt(0) || bucket != key.getLong(1)) {
      close(summaries);
      band = key.getInt(0);
      bucket = key.getLong(1);
    }
    Ranked row = new Ranked(key.getLong(4), key.getString(5), TextOutline.of(key.<byte[]>getAs(6)));
    if (first == null) {
      first = row;
    } else if (before.peekFirst() != first) {
      add(first, row);
    }
    for (Ranked earlier : before) {
      add(earlier, row);
    }
    before.addLast(row);
    if (before.size() > window) {
      before.removeFirst();
    }
    rows++;
  }

  /** Adds the summary row of the finished bucket, if it has one, and resets the state. */
  private void close(List<Row> into) {
    if (rows > window + 1) {
      // With a window of w, row i (from 0) makes i pairs up to i = w, and w + 1 from there on.
      long made = (long) window * (window + 1) / 2 + (rows - window - 1) * (window + 1);
      into.add(RowFactory.create(null, band, bucket, rows, rows * (rows - 1) / 2 - made));
    }
    before.clear();
    first = null;
    rows = 0;
  }

  private void add(Ranked a, Ranked b) {
    if (comparison.mayFind(a.outline(), b.outline())) {
      pairs.add(pair(a, b));
    }
  }

  private Row pair(Ranked a, Ranked b) {
    // Ids order rows of equal place: a pair must come out the same from every bucket.
    boolean ordered =
        a.place() < b.place() || a.place() == b.place() && a.id().compareTo(b.id()) < 0;
    Ranked left = ordered ? a : b;
    Ranked right = ordered ? b : a;
    return RowFactory.create(left.id(), right.id());
  }
}
