package dev.winnow.jobs.stage.score;

import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.recipe.Metric;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.ScoreFacts;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.stage.RunEncoder;
import dev.winnow.jobs.stage.StageRunner;
import dev.winnow.jobs.tables.Staging;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Assignments;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Scores;
import dev.winnow.schemas.TableSpec;
import dev.winnow.transforms.score.RankAverage;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Writes the scores of every embedded example that deduplication has left: its distance to its
 * prototype, by every encoder, as clustering measured it, and the further metrics of the recipe.
 * Hardness is the metric that ranks, or the mean of rank quantiles.
 */
public final class ScoreStage implements StageRunner {

  private static final String DISTANCE = Metric.PROTOTYPE.column();
  private static final String HARDNESS = Metric.RANK_AVERAGE.column();

  private final RunContext run;
  private final Stage stage;

  /**
   * @param stage score, or rescore after deduplication
   */
  public ScoreStage(RunContext run, Stage stage) {
    this.run = run;
    this.stage = stage;
  }

  @Override
  public StageResult<ScoreFacts> execute(String key, Done done) {
    List<RunEncoder> encoders = RunEncoder.of(done.embeddings());
    RunEncoder main = encoders.get(run.recipe().clusteredBy());
    if (encoders.size() == 1 && run.recipe().furtherMetrics().isEmpty()) {
      Dataset<Row> scores = distances(done, main, true);
      Dataset<Row> hardness = scores.withColumn(HARDNESS, col(DISTANCE));
      return write(Scores.SPEC, hardness, key, done, ScoreFacts.NONE);
    }
    List<String> names = encoders.size() == 1 ? List.of() : names(encoders);
    List<String> further = run.recipe().furtherMetrics().stream().map(Metric::column).toList();
    try (Staging staging = run.staging("score")) {
      FurtherMetrics metrics = new FurtherMetrics(run, main, done, staging);
      Dataset<Row> stored =
          staging.store("metrics", metrics.withMetrics(allDistances(done, encoders, main)));
      return write(
          Scores.of(names, further),
          hardness(metrics.complete(stored), names, done.remainingRows()),
          key,
          done,
          further.isEmpty() ? ScoreFacts.NONE : metrics.facts());
    }
  }

  private static List<String> names(List<RunEncoder> encoders) {
    return encoders.stream().map(RunEncoder::name).toList();
  }

  /**
   * Returns the distances to the run's clusters, and with several encoders the distances of each
   * encoder.
   */
  private Dataset<Row> allDistances(Done done, List<RunEncoder> encoders, RunEncoder main) {
    if (encoders.size() == 1) {
      return distances(done, main, true);
    }
    Dataset<Row> scores = null;
    for (RunEncoder encoder : encoders) {
      boolean ofTheRun = encoder == main;
      Dataset<Row> distances =
          distances(done, encoder, ofTheRun)
              .withColumn(Scores.column(encoder.name()), col(DISTANCE));
      distances = ofTheRun ? distances : distances.drop(CLUSTER_ID, DISTANCE);
      scores = scores == null ? distances : scores.join(distances, "id");
    }
    return scores;
  }

  /**
   * Adds the metric that ranks.
   *
   * @param names names of several encoders; empty for a single encoder
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

  /**
   * Returns columns id, cluster_id and cosine_dist_to_cent of one encoder, as clustering has stored
   * them.
   *
   * @param isMain true for the encoder whose clusters the run uses
   */
  private Dataset<Row> distances(Done done, RunEncoder encoder, boolean isMain) {
    TableSpec table = Assignments.of(isMain ? null : encoder.name(), 1);
    run.progress()
        .step(
            encoder.prefix() + "scoring " + Texts.count(done.remainingRows()) + " rows",
            done.remainingRows());
    return run.tables()
        .read(table, done.clusters().version(table.name()))
        .select(Examples.ID, CLUSTER_ID, DISTANCE);
  }

  private StageResult<ScoreFacts> write(
      TableSpec table, Dataset<Row> scores, String key, Done done, ScoreFacts facts) {
    long version = run.write(stage, key, table, scores, Map.of("winnow.metric", run.metric()));
    return new StageResult<>(Map.of(table.name(), version), done.remainingRows(), facts);
  }
}
