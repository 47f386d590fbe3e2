package dev.winnow.jobs.experiment.study;

import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.progress.Progress;
import dev.winnow.jobs.recipe.Balance;
import dev.winnow.jobs.recipe.Experiment.PoolPrototypes;
import dev.winnow.jobs.recipe.Prune;
import dev.winnow.jobs.release.BalanceClasses;
import dev.winnow.jobs.run.FinishedRun;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.stage.RunEncoder;
import dev.winnow.jobs.stage.prune.PrototypeGeometry;
import dev.winnow.jobs.stage.prune.PrunePolicy;
import dev.winnow.jobs.tables.Staging;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Embeddings;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Scores;
import dev.winnow.transforms.cluster.DistributedKMeans;
import dev.winnow.transforms.cluster.IterationStore;
import dev.winnow.transforms.cluster.KMeansFit;
import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.cluster.levels.ClusterSeparation;
import dev.winnow.transforms.score.PrototypeScore;
import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.policy.EmbeddedRows;
import dev.winnow.transforms.select.policy.Keep;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Ranks pools: by the scores of the run, or by prototypes that are fitted within the pool. */
final class PoolRanking {

  /**
   * A pool that is ready to be ranked.
   *
   * @param rows rows of id, place, cluster_id, distance and score
   */
  private record Pool(Dataset<Row> rows, PrunePolicy.Geometry geometry) {}

  private final SparkSession spark;
  private final TableStore tables;
  private final FinishedRun run;
  private final Progress progress;
  private final Staging staging;
  private final Map<Integer, Pool> pools = new HashMap<>();
  private final Map<Proxy.Order, int[]> wholes = new HashMap<>();

  PoolRanking(
      SparkSession spark, TableStore tables, FinishedRun run, Progress progress, Staging staging) {
    this.spark = spark;
    this.tables = tables;
    this.run = run;
    this.progress = progress;
    this.staging = staging;
  }

  /**
   * Returns the order from which a proxy takes its rows. An order that compares two rows by
   * themselves is made once, for the largest pool: that of a smaller pool is the same without the
   * other rows.
   *
   * @param largest rows of the largest pool
   * @param most number of these rows
   */
  int[] order(Proxy proxy, Dataset<Row> largest, int most, Plan plan) {
    if (!comparesRowsAlone(proxy, plan)) {
      return rank(proxy, proxy.pool(), largest, plan);
    }
    int[] whole =
        wholes.computeIfAbsent(
            new Proxy.Order(proxy.policy(), most, proxy.order().seed()),
            order -> rank(proxy, most, largest, plan));
    return Arrays.stream(whole).filter(place -> place < proxy.pool()).toArray();
  }

  /** Returns true if the other rows of a pool have no say in the order of two of its rows. */
  private static boolean comparesRowsAlone(Proxy proxy, Plan plan) {
    if (proxy.policy().equals(Grid.RANDOM)) {
      return true;
    }
    Keep keep = keep(proxy);
    Prune prune = plan.policies().get(keep);
    return (keep == Keep.HARD || keep == Keep.EASY)
        && plan.settings().prototypes() == PoolPrototypes.SHARED
        && prune.balance() == null
        && prune.outlierGuard().signum() == 0
        && prune.explorationFraction().signum() == 0;
  }

  private static Keep keep(Proxy proxy) {
    return Keep.valueOf(proxy.policy().toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private int[] rank(Proxy proxy, int size, Dataset<Row> largest, Plan plan) {
    progress.step(
        "ranking "
            + Texts.count(size)
            + " rows by "
            + proxy.policy()
            + (proxy.order().seed() == 0 ? "" : ", seed " + proxy.seed()),
        0);
    PoolOrders orders = new PoolOrders(run.recipe().seed());
    Dataset<Row> rows = largest.where(col(LabelledRows.PLACE).lt(size));
    if (proxy.policy().equals(Grid.RANDOM)) {
      return orders.random(rows, proxy.seed());
    }
    Prune prune = plan.policies().get(keep(proxy));
    boolean refit = plan.settings().prototypes() == PoolPrototypes.REFIT;
    Pool pool = pools.computeIfAbsent(size, of -> refit ? refit(rows, of) : shared(rows));
    try {
      return orders.of(pool.rows(), prune, pool.geometry(), classes(prune.balance()));
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitCode.DATA,
          "policy " + proxy.policy() + " cannot rank the rows: " + e.getMessage(),
          e);
    }
  }

  private BalanceClasses classes(Balance balance) {
    return balance == null
        ? null
        : new BalanceClasses(
            tables,
            balance.by(),
            run.requireStage(Stage.INGEST).ingest().version(Examples.SPEC.name()));
  }

  private Pool shared(Dataset<Row> rows) {
    return new Pool(
        rows,
        new PrototypeGeometry(
            spark, tables, run.recipe(), run.done(), step -> progress.step(step, 0)));
  }

  private Pool refit(Dataset<Row> rows, int size) {
    RunEncoder encoder = RunEncoder.of(run.done().embeddings()).get(run.recipe().clusteredBy());
    Dataset<Row> embeddings = encoder.embeddings(tables, run.done().embeddings());
    Dataset<Row> vectors =
        staging.store(
            "vectors-" + size,
            rows.select(col(Examples.ID), col(LabelledRows.PLACE))
                .join(embeddings, Examples.ID)
                .select(col(Examples.ID), col(Embeddings.EMBEDDING), col(LabelledRows.PLACE)));
    Dataset<Row> unplaced = vectors.select(Examples.ID, Embeddings.EMBEDDING);
    KMeansFit fit =
        new DistributedKMeans(
                run.recipe().cluster().fitOptions(size, run.recipe().seed()), progress.fit())
            .fit(unplaced, size, encoder.dim(), IterationStore.NONE);
    CentroidTree tree = CentroidTree.flat(fit.centroids(), fit.dim());
    Dataset<Row> scores = new PrototypeScore(tree).apply(unplaced);
    Dataset<Row> scored =
        staging.store(
            "refit-" + size,
            vectors
                .select(Examples.ID, LabelledRows.PLACE)
                .join(scores, Examples.ID)
                .select(
                    col(Examples.ID),
                    col(LabelledRows.PLACE),
                    col(Scores.CLUSTER_ID),
                    col(Scores.COSINE_DIST_TO_CENT).as(Policy.DISTANCE),
                    col(Scores.COSINE_DIST_TO_CENT).as(Decisions.SCORE)));
    return new Pool(scored, geometry(fit, unplaced));
  }

  private PrunePolicy.Geometry geometry(KMeansFit fit, Dataset<Row> vectors) {
    return new PrunePolicy.Geometry() {
      @Override
      public double[] separation(int neighbours) {
        return ClusterSeparation.measure(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            fit.centroids(),
            fit.dim(),
            neighbours);
      }

      @Override
      public EmbeddedRows embedded() {
        return new EmbeddedRows(vectors, fit.centroids(), fit.dim());
      }

      @Override
      public PrunePolicy.Levels levels() {
        throw new IllegalStateException("fitted prototypes of a pool have no levels");
      }
    };
  }
}
