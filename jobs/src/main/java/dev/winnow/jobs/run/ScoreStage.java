package dev.winnow.jobs.run;

import static org.apache.spark.sql.functions.col;

import dev.winnow.schemas.Prototypes;
import dev.winnow.schemas.Scores;
import dev.winnow.schemas.TableSpec;
import dev.winnow.transforms.cluster.CentroidTree;
import dev.winnow.transforms.score.PrototypeScore;
import dev.winnow.transforms.score.RankAverage;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Writes the hardness of every embedded example: its distance to its prototype, or, with several
 * encoders, the mean of its rank quantiles in the distances of each.
 */
final class ScoreStage {

  private static final String DISTANCE = "cosine_dist_to_cent";
  private static final String HARDNESS = "hardness";

  private final RunContext run;

  ScoreStage(RunContext run) {
    this.run = run;
  }

  StageResult execute(String key, StageResult embed, StageResult cluster) {
    List<RunEncoder> encoders = RunEncoder.of(embed);
    if (encoders.size() == 1) {
      Dataset<Row> scores = distances(embed, cluster, encoders.get(0), Prototypes.SPEC);
      return written(Scores.SPEC, scores.withColumn(HARDNESS, col(DISTANCE)), key, embed);
    }
    RunEncoder own = encoders.get(run.recipe().clusteredBy());
    Dataset<Row> scores = null;
    for (RunEncoder encoder : encoders) {
      boolean ofTheRun = encoder == own;
      TableSpec prototypes = ofTheRun ? Prototypes.SPEC : Prototypes.of(encoder.name());
      Dataset<Row> one =
          distances(embed, cluster, encoder, prototypes)
              .withColumn(Scores.column(encoder.name()), col(DISTANCE));
      one = ofTheRun ? one : one.drop("cluster_id", DISTANCE);
      scores = scores == null ? one : scores.join(one, "id");
    }
    String staging = run.staging("score");
    scores.write().mode("overwrite").parquet(staging);
    List<String> names = encoders.stream().map(RunEncoder::name).toList();
    run.progress().step("ranking by " + names.size() + " encoders", embed.rows());
    Dataset<Row> ranked =
        new RankAverage(names.stream().map(Scores::column).toList())
            .apply(run.spark().read().parquet(staging), HARDNESS);
    StageResult result = written(Scores.of(names), ranked, key, embed);
    Folders.delete(run.hadoop(), staging);
    return result;
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

  private StageResult written(TableSpec table, Dataset<Row> scores, String key, StageResult embed) {
    long version =
        run.tables()
            .overwrite(
                table,
                scores,
                run.writeKey(Stage.SCORE, key, table.name()),
                run.properties(Map.of("winnow.metric", run.metric())));
    return new StageResult(Map.of(table.name(), version), embed.rows(), Map.of());
  }
}
