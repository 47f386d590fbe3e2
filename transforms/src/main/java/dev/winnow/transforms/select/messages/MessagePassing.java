package dev.winnow.transforms.select.messages;

import static dev.winnow.schemas.Decisions.SCORE;
import static dev.winnow.schemas.Examples.ID;
import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.udf;

import dev.winnow.transforms.select.order.Ties;
import dev.winnow.transforms.task.Snapshot;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Passes scores along the edges of a graph of nearest rows, and selects the rows one after another
 * with inhibition.
 *
 * <ol>
 *   <li>Forward: x_i = s_i + sum of exp(-gamma_forward d_ij^2) max(s_j, 0) over the neighbours j of
 *       row i, the nearest first. d is the Euclidean distance of the unit vectors.
 *   <li>Selection: the row k of the greatest x is selected, ties by hash, then by id.
 *   <li>Reverse: x_j = x_j - exp(-gamma_reverse d_kj^2) max(x_k, 0) for the neighbours j of row k.
 *       Then the next row is selected.
 * </ol>
 *
 * <p>Forward messages pass along all edges. The selection runs in {@link MessageGroups} in
 * parallel, and reverse messages pass along the edges within a group. In a group the values at
 * selection never rise. So rows of all groups sorted by these values are in the order that one
 * selection of all rows would have, if it left out the reverse messages between groups.
 *
 * @see <a href="https://arxiv.org/abs/2310.07931">Maharana et al. 2024</a>, section 3
 */
public final class MessagePassing {

  /** Column of the value of a row when it was selected. */
  public static final String VALUE = "winnow_value";

  /** Column of the number of a row's edges. */
  public static final String EDGES = "winnow_edges";

  /** Column of the number of a row's edges that lie within a group. */
  public static final String WITHIN = "winnow_within";

  static final StructType VALUES =
      new StructType()
          .add(ID, DataTypes.StringType, false)
          .add(VALUE, DataTypes.DoubleType, false)
          .add(EDGES, DataTypes.IntegerType, false)
          .add(WITHIN, DataTypes.IntegerType, false);

  private final MessageGroups groups;
  private final double gammaForward;
  private final double gammaReverse;

  /**
   * @param gammaForward decay of forward messages with the squared distance, at least 0
   * @param gammaReverse decay of reverse messages, at least 0
   */
  public MessagePassing(MessageGroups groups, double gammaForward, double gammaReverse) {
    this.groups = groups;
    this.gammaForward = gammaForward;
    this.gammaReverse = gammaReverse;
  }

  /**
   * Returns {@code id}, {@link #VALUE}, {@link #EDGES} and {@link #WITHIN} of each row, lazily.
   * Runs one job that numbers the rows of each group.
   *
   * @param scored id, score, cluster_id
   * @param edges id, other, similarity float, place int from 1: see {@code NearestRows}
   * @param seed seed of the hash that breaks ties
   */
  public Dataset<Row> values(Dataset<Row> scored, Dataset<Row> edges, long seed) {
    SparkSession session = scored.sparkSession();
    Broadcast<MessageGroups> shipped =
        JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(groups);
    UDF2<Integer, Long, Integer> group = (cluster, hash) -> shipped.value().of(cluster, hash);
    Column hash = Ties.hash(seed);
    Dataset<Row> nodes =
        Snapshot.of(
            scored
                .select(
                    col(ID),
                    udf(group, DataTypes.IntegerType).apply(col(CLUSTER_ID), hash).as("group"),
                    col(SCORE))
                .withColumn(
                    "number",
                    row_number()
                        .over(Window.partitionBy("group").orderBy(hash.asc(), col(ID).asc()))
                        .minus(lit(1))));
    Dataset<Row> others =
        nodes.select(
            col(ID).as("other"),
            col(SCORE).as("other_score"),
            col("group").as("other_group"),
            col("number").as("other_number"));
    Dataset<Row> sorted =
        nodes
            .join(
                edges.withColumnRenamed(ID, "from").join(others, "other"),
                col(ID).equalTo(col("from")),
                "left_outer")
            .select(
                col(ID),
                col("group"),
                col("number"),
                col(SCORE),
                col("other_score"),
                col("other_group"),
                col("other_number"),
                col("similarity"),
                col("place"))
            .repartition(col("group"))
            .sortWithinPartitions("group", "number", "place");
    double forward = gammaForward;
    double reverse = gammaReverse;
    return session.createDataFrame(
        sorted.javaRDD().mapPartitions(rows -> new GroupSelection(rows, forward, reverse)), VALUES);
  }
}
