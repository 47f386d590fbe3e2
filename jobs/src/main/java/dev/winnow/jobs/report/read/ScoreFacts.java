package dev.winnow.jobs.report.read;

import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static dev.winnow.schemas.Scores.COSINE_DIST_TO_CENT;
import static org.apache.spark.sql.functions.col;

import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Scores;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Histograms of the metrics of table {@code scores}, and the rows at the centre and at the edge of
 * some clusters, from one pass: one Spark job.
 */
public final class ScoreFacts implements Serializable {

  private static final long serialVersionUID = 1L;

  private final List<String> metrics;
  private final Map<Integer, Lowest<Ranked>> nearest = new TreeMap<>();
  private final Map<Integer, Lowest<Ranked>> furthest = new TreeMap<>();
  private final List<Bins> histograms = new ArrayList<>();

  private ScoreFacts(Pass pass) {
    this.metrics = pass.metrics();
    for (int cluster : pass.gallery()) {
      nearest.put(cluster, new Lowest<>(pass.ofCluster()));
      furthest.put(cluster, new Lowest<>(pass.ofCluster()));
    }
    metrics.forEach(metric -> histograms.add(new Bins(1)));
  }

  /**
   * Reads the scores of the release.
   *
   * @param gallery clusters of which rows are wanted
   * @param ofCluster nearest and furthest rows of each
   */
  public static ScoreFacts read(ReleaseTables tables, List<Integer> gallery, int ofCluster) {
    Dataset<Row> scores = tables.read(Scores.SPEC);
    List<String> metrics =
        Arrays.stream(scores.columns())
            .filter(name -> !name.equals(Examples.ID) && !name.equals(CLUSTER_ID))
            .filter(name -> !name.equals(Scores.HARDNESS))
            .toList();
    Pass pass = new Pass(metrics, gallery, ofCluster);
    List<String> columns = new ArrayList<>(List.of(Examples.ID, CLUSTER_ID));
    columns.addAll(metrics);
    ScoreFacts all = new ScoreFacts(pass);
    scores
        .select(columns.stream().map(functions::col).toArray(Column[]::new))
        .where(col(CLUSTER_ID).isNotNull())
        .mapPartitions(pass, Encoders.javaSerialization(ScoreFacts.class))
        .collectAsList()
        .forEach(all::addAll);
    return all;
  }

  /** Collects the facts of a partition. */
  private record Pass(List<String> metrics, List<Integer> gallery, int ofCluster)
      implements MapPartitionsFunction<Row, ScoreFacts> {

    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<ScoreFacts> call(Iterator<Row> rows) {
      ScoreFacts facts = new ScoreFacts(this);
      int distance = 2 + metrics.indexOf(COSINE_DIST_TO_CENT);
      rows.forEachRemaining(row -> facts.add(row, distance));
      return List.of(facts).iterator();
    }
  }

  private void add(Row row, int distance) {
    for (int i = 0; i < histograms.size(); i++) {
      if (!row.isNullAt(2 + i)) {
        histograms.get(i).add(row.getDouble(2 + i), 0);
      }
    }
    int cluster = row.getInt(1);
    if (nearest.containsKey(cluster)) {
      nearest.get(cluster).add(new Ranked(row.getDouble(distance), row.getString(0)));
      furthest.get(cluster).add(new Ranked(-row.getDouble(distance), row.getString(0)));
    }
  }

  private void addAll(ScoreFacts other) {
    other.nearest.forEach((cluster, some) -> nearest.get(cluster).addAll(some));
    other.furthest.forEach((cluster, some) -> furthest.get(cluster).addAll(some));
    for (int i = 0; i < histograms.size(); i++) {
      histograms.get(i).addAll(other.histograms.get(i));
    }
  }

  /** Returns the columns of the metrics; the first one is the distance to the prototype. */
  public List<String> metrics() {
    return metrics;
  }

  public Bins histogram(String metric) {
    return histograms.get(metrics.indexOf(metric));
  }

  /** Returns the rows of a cluster that are nearest to its prototype, with their distances. */
  public List<Ranked> nearest(int cluster) {
    return nearest.get(cluster).items();
  }

  /** Returns the rows of a cluster that are furthest from its prototype, the furthest first. */
  public List<Ranked> furthest(int cluster) {
    return furthest.get(cluster).items().stream()
        .map(row -> new Ranked(-row.order(), row.id()))
        .toList();
  }
}
