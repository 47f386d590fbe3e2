package dev.winnow.jobs.stage.score;

import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.Metric;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.ScoreFacts;
import dev.winnow.jobs.stage.PrototypeTable;
import dev.winnow.jobs.stage.RunEncoder;
import dev.winnow.jobs.tables.Staging;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Prototypes;
import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.cluster.levels.ClusterSeparation;
import dev.winnow.transforms.score.ConfidenceScore;
import dev.winnow.transforms.score.DensityScore;
import dev.winnow.transforms.score.El2nScore;
import dev.winnow.transforms.score.ForgettingScore;
import dev.winnow.transforms.score.LabelClasses;
import dev.winnow.transforms.score.MarginScore;
import dev.winnow.transforms.score.MeanOfOthers;
import dev.winnow.transforms.score.ProbeMetric;
import dev.winnow.transforms.score.ProbeScores;
import dev.winnow.transforms.score.RandomScore;
import dev.winnow.transforms.score.SoftmaxProbes;
import dev.winnow.transforms.score.SupervisedPrototypeScore;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Computes the metrics of the recipe beside the prototype score, on the vectors of one encoder. If
 * they need labels, embeddings with their labels are stored once in the staging folder.
 */
final class FurtherMetrics {

  /** Number of nearest prototypes in the paper of the metric. */
  private static final int NEAREST_PROTOTYPES = 20;

  private final RunContext run;
  private final List<Metric> metrics;
  private final RunEncoder encoder;
  private final Done done;
  private final Staging staging;
  private final List<ProbeMetric> probeMetrics = new ArrayList<>();
  private LabelClasses labels;

  /**
   * @param encoder whose clusters the run uses
   * @param staging of the stage
   */
  FurtherMetrics(RunContext run, RunEncoder encoder, Done done, Staging staging) {
    this.run = run;
    this.metrics = run.recipe().furtherMetrics();
    this.encoder = encoder;
    this.done = done;
    this.staging = staging;
    for (Metric metric : metrics) {
      switch (metric) {
        case EL2N -> probeMetrics.add(new El2nScore());
        case FORGETTING -> probeMetrics.add(new ForgettingScore());
        case MARGIN -> probeMetrics.add(new MarginScore());
        case CONFIDENCE -> probeMetrics.add(new ConfidenceScore());
        case PROTOTYPE, SUPERVISED_PROTOTYPE, DENSITY, RANDOM, RANK_AVERAGE -> {
          // no probe is needed
        }
      }
    }
  }

  /**
   * Adds a column for each metric to rows of (id, cluster_id, cosine_dist_to_cent). Columns of
   * probes are null for rows without a label.
   */
  Dataset<Row> withMetrics(Dataset<Row> scores) {
    Dataset<Row> added = scores;
    if (metrics.contains(Metric.DENSITY)) {
      added = density().apply(added);
    }
    if (metrics.contains(Metric.RANDOM)) {
      added = new RandomScore(run.recipe().seed()).apply(added);
    }
    if (metrics.stream().noneMatch(Metric::needsLabels)) {
      return added;
    }
    Dataset<Row> vectors = labelled();
    LabelClasses classes = classes(vectors);
    labels = classes;
    if (metrics.contains(Metric.SUPERVISED_PROTOTYPE)) {
      run.progress()
          .step("computing prototypes of " + classes.size() + " labels", done.remainingRows());
      String column = SupervisedPrototypeScore.COLUMN;
      added =
          added
              .join(new SupervisedPrototypeScore(classes, encoder.dim()).apply(vectors), "id")
              .withColumn(column, coalesce(col(column), col(Metric.PROTOTYPE.column())));
    }
    if (!probeMetrics.isEmpty()) {
      run.progress().step("training probes of " + classes.size() + " labels", done.remainingRows());
      SoftmaxProbes probes =
          SoftmaxProbes.train(
              vectors,
              classes,
              encoder.dim(),
              run.recipe().seed(),
              metrics.contains(Metric.FORGETTING));
      added = added.join(new ProbeScores(probes, classes, probeMetrics).apply(vectors), "id");
    }
    return added;
  }

  /** Fills in the metrics of probes for rows without a label: the mean of the other rows. */
  Dataset<Row> complete(Dataset<Row> stored) {
    boolean complete = labels != null && labels.unlabelledRows() == 0;
    return complete
        ? stored
        : new MeanOfOthers(probeMetrics.stream().map(ProbeMetric::column).toList()).apply(stored);
  }

  /**
   * Returns the names of the metrics, and the counts of labels and unlabelled rows if metrics need
   * labels.
   */
  ScoreFacts facts() {
    boolean trained = labels != null && !probeMetrics.isEmpty();
    return new ScoreFacts(
        metrics.stream().map(Metric::label).toList(),
        trained ? SoftmaxProbes.PROBES : null,
        trained ? SoftmaxProbes.EPOCHS : null,
        labels == null ? null : labels.size(),
        labels == null ? null : labels.labelledRows(),
        labels == null ? null : labels.unlabelledRows());
  }

  private DensityScore density() {
    Dataset<Row> table =
        run.tables().read(Prototypes.SPEC, done.clusters().version(Prototypes.SPEC.name()));
    CentroidTree tree =
        PrototypeTable.readTree(table, encoder.dim(), run.recipe().cluster().assignment());
    double[] meanDistance =
        table
            .where("level = 0")
            .orderBy(CLUSTER_ID)
            .select("mean_distance")
            .collectAsList()
            .stream()
            .mapToDouble(row -> row.getDouble(0))
            .toArray();
    double[] separation =
        ClusterSeparation.measure(
            JavaSparkContext.fromSparkContext(run.spark().sparkContext()),
            tree.leaves().centroids(),
            encoder.dim(),
            NEAREST_PROTOTYPES);
    return new DensityScore(separation, meanDistance);
  }

  /** Stores columns id, embedding and label, which several passes read. */
  private Dataset<Row> labelled() {
    run.progress().step("storing embeddings with their labels", done.remainingRows());
    Dataset<Row> examples =
        run.tables()
            .read(Examples.SPEC, done.ingest().version(Examples.SPEC.name()))
            .select("id", "label");
    Dataset<Row> vectors =
        done.dropped().remaining(run.tables(), encoder.embeddings(run.tables(), done.embeddings()));
    return staging.store("labelled", vectors.join(examples, "id"));
  }

  private LabelClasses classes(Dataset<Row> vectors) {
    LabelClasses classes = LabelClasses.count(vectors);
    int least = probeMetrics.isEmpty() ? 1 : 2;
    if (classes.size() < least || classes.size() > LabelClasses.MOST) {
      throw new Failure(
          ExitCode.DATA,
          "examples must have "
              + least
              + " to "
              + LabelClasses.MOST
              + " distinct labels for score.metrics "
              + String.join(
                  ", ", metrics.stream().filter(Metric::needsLabels).map(Metric::label).toList())
              + ", got "
              + (classes.size() > LabelClasses.MOST ? "more" : classes.size())
              + "; use metrics without labels: prototype, density, random");
    }
    return classes;
  }
}
