package dev.winnow.transforms.score;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.schemas.Assignments;
import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.cluster.levels.ShippedTree;
import dev.winnow.transforms.kernel.Device;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ClusterSizesTest {

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false), false);

  /** Two clusters, with two children and one child. */
  private static final CentroidTree TREE =
      new CentroidTree(
          2,
          List.of(
              new CentroidTree.Level(new float[] {1, 0, 0, 1}, null),
              new CentroidTree.Level(new float[] {1, 0, 0.8f, 0.6f, 0, 1}, new int[] {0, 0, 1})));

  private static Row row(String id, float x, float y) {
    return RowFactory.create(id, new float[] {x, y});
  }

  private static Dataset<Row> rows() {
    return LocalSpark.rows(
        SCHEMA, 2, List.of(row("a", 1, 0), row("b", 0.8f, 0.6f), row("c", 0, 1), row("d", 0, 1)));
  }

  @Test
  void everyRowHasItsDistanceOnEachLevelAndCountsThere() {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
    try (ShippedTree shipped = new ShippedTree(spark, TREE, Device.CPU)) {
      Dataset<Row> assigned = PrototypeScore.onAllLevels(rows(), shipped);
      assertArrayEquals(Assignments.of(null, 2).columnNames(), assigned.columns());
      List<Row> b = assigned.where("id = 'b'").collectAsList();
      assertEquals(1, b.get(0).getInt(1));
      assertEquals(0, b.get(0).getDouble(2), 1e-6);
      assertEquals(0.2, b.get(0).getDouble(3), 1e-6);

      ClusterSizes sizes = ClusterSizes.of(TREE, assigned);
      assertArrayEquals(new long[] {2, 2}, sizes.counts(0));
      assertArrayEquals(new long[] {1, 1, 2}, sizes.counts(1));
      assertEquals(0.1, sizes.meanDistance(0, 0), 1e-6);
      assertEquals(0, sizes.meanDistance(0, 1), 1e-6);
      assertEquals(0.2, sizes.inertia(0), 1e-6);
      assertEquals(0, sizes.inertia(1), 1e-6);
    }
  }
}
