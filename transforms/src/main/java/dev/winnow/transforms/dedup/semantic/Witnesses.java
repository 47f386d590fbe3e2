package dev.winnow.transforms.dedup.semantic;

import static org.apache.spark.sql.functions.col;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * For each row that falls, the row next to it and the row at the end on the way to the first row of
 * its tree. The pairs of a group are read in order by one task, which holds about 60 bytes for each
 * row that has a close one.
 */
final class Witnesses implements Iterator<Row> {

  static final StructType SCHEMA =
      new StructType()
          .add("place", DataTypes.LongType, false)
          .add("witness", DataTypes.LongType, false)
          .add("root", DataTypes.LongType, false)
          .add("product", DataTypes.FloatType, false);

  private final Iterator<Row> pairs;
  private Row next;
  private Forest.Hung hung = new Forest.Hung(new long[0], new int[0], new int[0], new float[0]);
  private int at;

  private Witnesses(Iterator<Row> pairs) {
    this.pairs = pairs;
    advance();
  }

  /**
   * Lazy; one shuffle of the pairs.
   *
   * @param pairs rows of {@link Maxima#SCHEMA}; no tree reaches over two clusters
   */
  static Dataset<Row> of(Dataset<Row> pairs) {
    return pairs
        .repartition(col("cluster"))
        .sortWithinPartitions("cluster", "later", "earlier")
        .mapPartitions((MapPartitionsFunction<Row, Row>) Witnesses::new, Encoders.row(SCHEMA));
  }

  private void advance() {
    next = pairs.hasNext() ? pairs.next() : null;
  }

  @Override
  public boolean hasNext() {
    while (true) {
      while (at < hung.places().length && hung.witnesses()[at] < 0) {
        at++;
      }
      if (at < hung.places().length || next == null) {
        return at < hung.places().length;
      }
      hung = group();
      at = 0;
    }
  }

  private Forest.Hung group() {
    Forest forest = new Forest();
    long cluster = next.getLong(0);
    while (next != null && next.getLong(0) == cluster) {
      forest.add(next.getLong(1), next.getLong(2), next.getFloat(3));
      advance();
    }
    return forest.hung();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more rows");
    }
    int v = at++;
    return RowFactory.create(
        hung.places()[v],
        hung.places()[hung.witnesses()[v]],
        hung.places()[hung.roots()[v]],
        hung.products()[v]);
  }
}
