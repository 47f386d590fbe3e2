package dev.winnow.transforms.dedup.semantic;

import static org.apache.spark.sql.functions.col;

import dev.winnow.transforms.task.Batched;
import dev.winnow.transforms.task.LookAhead;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Finds for each dropped row the next row on the way to the first row of its tree, and that first
 * row. One task reads the pairs of a group in order, and holds about 60 bytes for each row that is
 * in a pair.
 */
final class Witnesses extends Batched<Row, Row> {

  static final StructType SCHEMA =
      new StructType()
          .add("place", DataTypes.LongType, false)
          .add("witness", DataTypes.LongType, false)
          .add("root", DataTypes.LongType, false)
          .add("product", DataTypes.FloatType, false);

  private Witnesses(Iterator<Row> pairs) {
    super(pairs);
  }

  /**
   * Returns the witnesses. Lazy; costs one shuffle of the pairs.
   *
   * @param pairs rows of {@link Maxima#SCHEMA}; no tree reaches over two clusters
   */
  static Dataset<Row> of(Dataset<Row> pairs) {
    return pairs
        .repartition(col("cluster"))
        .sortWithinPartitions("cluster", "later", "earlier")
        .mapPartitions((MapPartitionsFunction<Row, Row>) Witnesses::new, Encoders.row(SCHEMA));
  }

  @Override
  protected Iterator<Row> next(LookAhead<Row> pairs) {
    Forest forest = new Forest();
    long cluster = pairs.peek().getLong(0);
    while (pairs.hasNext() && pairs.peek().getLong(0) == cluster) {
      Row pair = pairs.next();
      forest.add(pair.getLong(1), pair.getLong(2), pair.getFloat(3));
    }
    Forest.Rooted trees = forest.rooted();
    return IntStream.range(0, trees.places().length)
        .filter(row -> trees.witnesses()[row] >= 0)
        .mapToObj(
            row ->
                RowFactory.create(
                    trees.places()[row],
                    trees.places()[trees.witnesses()[row]],
                    trees.places()[trees.roots()[row]],
                    trees.products()[row]))
        .iterator();
  }
}
