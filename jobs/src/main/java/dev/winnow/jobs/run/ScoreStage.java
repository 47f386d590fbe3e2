package dev.winnow.jobs.run;

import static org.apache.spark.sql.functions.col;

import dev.winnow.schemas.Embeddings;
import dev.winnow.schemas.Prototypes;
import dev.winnow.schemas.Scores;
import dev.winnow.transforms.cluster.CentroidTree;
import dev.winnow.transforms.score.PrototypeScore;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Writes the hardness of every embedded example. */
final class ScoreStage {

  private final RunContext run;

  ScoreStage(RunContext run) {
    this.run = run;
  }

  StageResult execute(String key, StageResult embed, StageResult cluster) {
    int dim = (int) cluster.count("dim");
    CentroidTree prototypes =
        PrototypeTable.tree(
            run.tables().read(Prototypes.SPEC, cluster.version(Prototypes.SPEC.name())), dim);
    run.progress()
        .step(
            "scoring "
                + Texts.count(embed.rows())
                + " rows against "
                + cluster.count("k")
                + " prototypes",
            embed.rows());
    Dataset<Row> scores =
        new PrototypeScore(prototypes, run.recipe().cluster().device())
            .apply(run.tables().read(Embeddings.SPEC, embed.version(Embeddings.SPEC.name())))
            .withColumn("hardness", col("cosine_dist_to_cent"));
    long version =
        run.tables()
            .overwrite(
                Scores.SPEC,
                scores,
                run.writeKey(Stage.SCORE, key, Scores.SPEC.name()),
                run.properties(Map.of("winnow.metric", "prototype")));
    return new StageResult(Map.of(Scores.SPEC.name(), version), embed.rows(), Map.of());
  }
}
