package dev.winnow.transforms.dedup.semantic;

import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Sorts rows by cluster and, inside of one, in the order that says which of close rows stays. */
final class MemberOrder {

  private static final Encoder<Member> MEMBERS = Encoders.bean(Member.class);
  private static final String KEY = "winnow_key";

  /** The rows by their own cluster; a row's place is its number. */
  static JavaRDD<Member> byCluster(Dataset<Row> rows, SemanticOptions options, int partitions) {
    return sorted(rows, options, partitions, col("cluster"), col(KEY), col("id"));
  }

  private static JavaRDD<Member> sorted(
      Dataset<Row> rows, SemanticOptions options, int partitions, Column... order) {
    return rows.select(
            col(CLUSTER_ID).as("cluster"),
            lit(0L).as("place"),
            col("id"),
            lit(true).as("home"),
            col("embedding").as("vector"),
            options.whichToKeep().key(options.seed()).as(KEY))
        .repartitionByRange(partitions, order)
        .sortWithinPartitions(order)
        .drop(KEY)
        .as(MEMBERS)
        .javaRDD();
  }

  /**
   * The rows in their own cluster and in those of the nearest other prototypes; a row's place is
   * its rank among all rows.
   *
   * @param wide partitions of all rows
   * @param partitions of the members of clusters
   */
  static JavaRDD<Member> byClusters(
      Dataset<Row> rows, SemanticOptions options, Prototypes prototypes, int wide, int partitions) {
    Broadcast<Prototypes> shipped =
        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext()).broadcast(prototypes);
    int probes = options.probes();
    JavaRDD<Member> members =
        sorted(rows, options, wide, col(KEY), col("id"))
            .zipWithIndex()
            .mapPartitions(ranked -> new ProbedMembers(ranked, shipped.value(), probes));
    return rows.sparkSession()
        .createDataset(members.rdd(), MEMBERS)
        .repartitionByRange(partitions, col("cluster"), col("place"))
        .sortWithinPartitions("cluster", "place")
        .javaRDD();
  }

  private MemberOrder() {}
}
