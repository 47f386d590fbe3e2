package dev.winnow.transforms.dedup.semantic;

import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import dev.winnow.transforms.dedup.WhichToKeep;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Audit of the recall that is lost because rows are compared within clusters only: some rows,
 * chosen by a hash of id and seed, are compared with all rows of all clusters. The greedy rule
 * keeps rows whose close earlier rows were all dropped. The audit counts these as misses.
 *
 * @param audited number of rows that were compared with all rows
 * @param duplicates number of audited rows that have a close earlier row anywhere
 * @param dropped number of these duplicates that were dropped
 * @param missedAcrossClusters number of duplicates that were not dropped and whose closest earlier
 *     row, of equal ones the first, is in another cluster
 */
public record SemanticAudit(
    long audited, long duplicates, long dropped, long missedAcrossClusters) {

  /**
   * Audits in one pass over all rows, with {@code rows * auditRows * dim} multiply-adds. Other jobs
   * choose the sample and look up its dropped rows. The driver and each executor hold the sample's
   * vectors up to three times.
   *
   * @param rows as {@link SemanticDuplicates} takes them
   * @param dropped the dropped rows, with an {@code id}
   * @param auditRows at least 1; all rows where there are fewer
   * @throws IllegalArgumentException when auditRows is below 1
   */
  public static SemanticAudit audit(
      SemanticOptions options, Dataset<Row> rows, Dataset<Row> dropped, int auditRows) {
    if (auditRows < 1) {
      throw new IllegalArgumentException("auditRows must be at least 1, got " + auditRows);
    }
    boolean random = options.whichToKeep() == WhichToKeep.RANDOM;
    Dataset<AuditSample.Row> keyed =
        rows.select(
                col("id"),
                col(CLUSTER_ID).as("cluster"),
                (random ? lit(0.0) : options.whichToKeep().key(options.seed())).as("distanceKey"),
                (random ? options.whichToKeep().key(options.seed()) : lit(0L)).as("hashKey"),
                col("embedding").as("vector"))
            .as(Encoders.bean(AuditSample.Row.class));
    // The word makes this order differ from that of WhichToKeep.RANDOM, whose first rows have no
    // other row before them.
    List<AuditSample.Row> chosen =
        keyed
            .orderBy(xxhash64(lit("audit"), col("id"), lit(options.seed())), col("id"))
            .limit(auditRows)
            .collectAsList();
    if (chosen.isEmpty()) {
      return new SemanticAudit(0, 0, 0, 0);
    }
    AuditSample sample = new AuditSample(chosen, new Threshold(options.epsilon()).least());
    Broadcast<AuditSample> shipped =
        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext()).broadcast(sample);
    try {
      AuditSample.Partners partners =
          keyed
              .javaRDD()
              .mapPartitions(others -> List.of(shipped.value().partners(others)).iterator())
              .treeReduce(AuditSample.Partners::merge, 2);
      return counted(sample, partners, dropped);
    } finally {
      shipped.destroy();
    }
  }

  private static SemanticAudit counted(
      AuditSample sample, AuditSample.Partners partners, Dataset<Row> dropped) {
    List<AuditSample.Row> rows = sample.rows();
    Set<String> lost = new HashSet<>();
    dropped
        .select("id")
        .where(col("id").isInCollection(rows.stream().map(AuditSample.Row::getId).toList()))
        .collectAsList()
        .forEach(row -> lost.add(row.getString(0)));
    long duplicates = 0;
    long found = 0;
    long across = 0;
    for (int i = 0; i < rows.size(); i++) {
      AuditSample.Row partner = partners.of(i);
      if (partner != null) {
        duplicates++;
        if (lost.contains(rows.get(i).getId())) {
          found++;
        } else if (partner.getCluster() != rows.get(i).getCluster()) {
          across++;
        }
      }
    }
    return new SemanticAudit(rows.size(), duplicates, found, across);
  }

  /** Returns the share of the duplicates that were dropped, in [0, 1]; 1 if there are none. */
  public double recall() {
    return duplicates == 0 ? 1 : (double) dropped / duplicates;
  }

  /** Returns the share of the misses that clusters explain, in [0, 1]; 0 if there is no miss. */
  public double missesAcrossClusters() {
    long misses = duplicates - dropped;
    return misses == 0 ? 0 : (double) missedAcrossClusters / misses;
  }
}
