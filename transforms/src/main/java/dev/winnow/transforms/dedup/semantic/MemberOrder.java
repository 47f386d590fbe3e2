package dev.winnow.transforms.dedup.semantic;

import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.transforms.neighbours.ShippedNearest;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Sorts rows by cluster and, within a cluster, in the order that decides which row stays. */
final class MemberOrder {

  private static final Encoder<Member> MEMBERS = Encoders.bean(Member.class);
  private static final String KEY = "winnow_key";

  /** Returns the rows by the cluster to which they are assigned. A row's place is its number. */
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
   * Returns the rows as members of their own cluster and of those of the nearest other prototypes.
   * A row's place is its rank among all rows.
   *
   * @param wide number of partitions of all rows
   * @param partitions number of partitions of the members
   */
  static JavaRDD<Member> byClusters(
      Dataset<Row> rows,
      SemanticOptions options,
      ShippedNearest prototypes,
      int wide,
      int partitions) {
    int probes = options.probes();
    JavaRDD<Member> members =
        sorted(rows, options, wide, col(KEY), col("id"))
            .zipWithIndex()
            .mapPartitions(ranked -> new ProbedMembers(ranked, prototypes.get(), probes));
    return rows.sparkSession()
        .createDataset(members.rdd(), MEMBERS)
        .repartitionByRange(partitions, col("cluster"), col("place"))
        .sortWithinPartitions("cluster", "place")
        .javaRDD();
  }

  private MemberOrder() {}
}
