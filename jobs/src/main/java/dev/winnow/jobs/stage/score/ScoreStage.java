package dev.winnow.jobs.stage.score;

import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.recipe.Metric;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.stage.PrototypeTable;
import dev.winnow.jobs.stage.RunEncoder;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Prototypes;
import dev.winnow.schemas.Scores;
import dev.winnow.schemas.TableSpec;
import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.score.PrototypeScore;
import dev.winnow.transforms.score.RankAverage;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Writes the scores of every embedded example: its distance to its prototype, by every encoder, the
 * further metrics of the recipe, and as hardness the one that ranks, or the mean of rank quantiles.
 */
public final class ScoreStage {

  private static final String DISTANCE = Metric.PROTOTYPE.column();
  private static final String HARDNESS = Metric.RANK_AVERAGE.column();

  private final RunContext run;

  public ScoreStage(RunContext run) {
    this.run = run;
  }

  public StageResult execute(
      String key, StageResult ingest, StageResult embed, StageResult cluster) {
    List<RunEncoder> encoders = RunEncoder.of(embed);
    RunEncoder own = encoders.get(run.recipe().clusteredBy());
    if (encoders.size() == 1 && run.recipe().furtherMetrics().isEmpty()) {
      Dataset<Row> scores = distances(embed, cluster, own, Prototypes.SPEC);
      Dataset<Row> hardness = scores.withColumn(HARDNESS, col(DISTANCE));
      return written(Scores.SPEC, hardness, key, embed, Map.of());
    }
    List<String> names = encoders.size() == 1 ? List.of() : names(encoders);
    List<String> further = run.recipe().furtherMetrics().stream().map(Metric::column).toList();
    String staging = run.staging("score");
    try (FurtherMetrics metrics = new FurtherMetrics(run, own, ingest, embed, cluster)) {
      metrics
          .added(ofEncoders(embed, cluster, encoders, own))
          .write()
          .mode("overwrite")
          .parquet(staging);
      Dataset<Row> hardness =
          hardness(metrics.completed(run.spark().read().parquet(staging)), names, embed.rows());
      return written(
          Scores.of(names, further),
          hardness,
          key,
          embed,
          further.isEmpty() ? Map.of() : metrics.details());
    } finally {
      Warehouse.delete(run.hadoop(), staging);
    }
  }

  private static List<String> names(List<RunEncoder> encoders) {
    return encoders.stream().map(RunEncoder::name).toList();
  }

  /** The distances of the run's clusters, and, of several encoders, those of each. */
  private Dataset<Row> ofEncoders(
      StageResult embed, StageResult cluster, List<RunEncoder> encoders, RunEncoder own) {
    if (encoders.size() == 1) {
      return distances(embed, cluster, own, Prototypes.SPEC);
    }
    Dataset<Row> scores = null;
    for (RunEncoder encoder : encoders) {
      boolean ofTheRun = encoder == own;
      TableSpec prototypes = ofTheRun ? Prototypes.SPEC : Prototypes.of(encoder.name());
      Dataset<Row> one =
          distances(embed, cluster, encoder, prototypes)
              .withColumn(Scores.column(encoder.name()), col(DISTANCE));
      one = ofTheRun ? one : one.drop(CLUSTER_ID, DISTANCE);
      scores = scores == null ? one : scores.join(one, "id");
    }
    return scores;
  }

  /**
   * Adds the metric that ranks.
   *
   * @param names of several encoders; none of one
   */
  private Dataset<Row> hardness(Dataset<Row> scores, List<String> names, long rows) {
    Metric metric = run.recipe().metric();
    if (metric != Metric.RANK_AVERAGE) {
      return scores.withColumn(HARDNESS, col(metric.column()));
    }
    List<String> ranked =
        names.isEmpty()
            ? run.recipe().score().metrics().stream().distinct().map(Metric::column).toList()
            : names.stream().map(Scores::column).toList();
    run.progress()
        .step("ranking by " + ranked.size() + (names.isEmpty() ? " metrics" : " encoders"), rows);
    return new RankAverage(ranked).apply(scores, HARDNESS);
  }

  /** Columns id, cluster_id, cosine_dist_to_cent of one encoder. */
  private Dataset<Row> distances(
      StageResult embed, StageResult cluster, RunEncoder encoder, TableSpec table) {
    CentroidTree prototypes =
        PrototypeTable.tree(
            run.tables().read(table, cluster.version(table.name())),
            encoder.dim(),
            run.recipe().cluster().assignment());
    run.progress()
        .step(
            encoder.prefix()
                + "scoring "
                + Texts.count(embed.rows())
                + " rows against "
                + Texts.count(prototypes.size(prototypes.levels().size() - 1))
                + " prototypes",
            embed.rows());
    return new PrototypeScore(prototypes, run.recipe().cluster().device())
        .apply(encoder.embeddings(run, embed));
  }

  private StageResult written(
      TableSpec table,
      Dataset<Row> scores,
      String key,
      StageResult embed,
      Map<String, Object> details) {
    long version =
        run.tables()
            .overwrite(
                table,
                scores,
                run.writeKey(Stage.SCORE, key, table.name()),
                run.properties(Map.of("winnow.metric", run.metric())));
    return new StageResult(Map.of(table.name(), version), embed.rows(), details);
  }
}
