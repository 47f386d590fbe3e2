package dev.winnow.jobs.stage.cluster;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.run.ClusterFacts;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.Ledger;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.stage.PrototypeTable;
import dev.winnow.jobs.stage.RunEncoder;
import dev.winnow.jobs.stage.StageRunner;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Assignments;
import dev.winnow.schemas.Prototypes;
import dev.winnow.schemas.TableSpec;
import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.cluster.levels.ShippedTree;
import dev.winnow.transforms.score.ClusterSizes;
import dev.winnow.transforms.score.PrototypeScore;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Fits the prototypes, or takes given ones, and assigns every example once: table {@code
 * assignments} has the clusters and distances, table {@code prototypes} the sizes that follow from
 * them. With several encoders, each has its own clusters.
 */
public final class ClusterStage implements StageRunner {

  /** Facts of the fit that the table carries as properties. */
  private static final List<String> FACTS =
      List.of(
          "k",
          "fit_rows",
          "inertia",
          "inertia_of_all_rows",
          "converged",
          "reseeded",
          "smallest",
          "median",
          "largest",
          "singletons",
          "empty",
          "imbalance",
          "seconds",
          "gflops",
          "kernel",
          "peak_gflops",
          "share_of_peak");

  private final RunContext run;
  private final Stage stage;

  /**
   * @param stage cluster, or recluster after deduplication
   */
  public ClusterStage(RunContext run, Stage stage) {
    this.run = run;
    this.stage = stage;
  }

  @Override
  public StageResult<ClusterFacts> execute(String key, Done done) {
    if (done.remainingRows() == 0) {
      throw new Failure(
          ExitCode.DATA,
          "embeddings must hold at least one row, got none; see the quarantine table in "
              + run.tables().folder());
    }
    List<RunEncoder> encoders = RunEncoder.of(done.embeddings());
    RunEncoder main = encoders.get(run.recipe().clusteredBy());
    StageResult<ClusterFacts> result = cluster(key, done, main, Prototypes.SPEC);
    if (encoders.size() == 1) {
      return result;
    }
    Map<String, Long> versions = new LinkedHashMap<>(result.versions());
    Map<String, ClusterFacts> others = new LinkedHashMap<>();
    for (RunEncoder encoder : encoders) {
      if (encoder != main) {
        StageResult<ClusterFacts> other =
            cluster(key, done, encoder, Prototypes.of(encoder.name()));
        versions.putAll(other.versions());
        others.put(encoder.name(), other.facts());
      }
    }
    return new StageResult<>(
        versions, result.rows(), result.facts().withOthers(main.name(), others));
  }

  /** Clusters the vectors of one encoder, and writes their table. */
  private StageResult<ClusterFacts> cluster(String key, Done done, RunEncoder by, TableSpec spec) {
    Dataset<Row> embeddings =
        done.dropped().remaining(run.tables(), by.embeddings(run.tables(), done.embeddings()));
    long rows = done.remainingRows();
    int dim = by.dim();
    String fit = by.name() == null ? key : key + "-" + by.name();
    SavedIterations saved =
        new SavedIterations(run.hadoop(), run.tables().folder() + "/_state/kmeans-" + fit + ".bin");
    boolean isMain = spec == Prototypes.SPEC;
    Clustering clustering = Clustering.compute(run, embeddings, rows, dim, isMain, saved);
    List<String> warnings =
        clustering.warnings().stream().map(warning -> by.prefix() + warning).toList();
    warnings.forEach(run::warn);
    CentroidTree tree = clustering.tree();
    int leaves = tree.levels().size() - 1;
    int k = tree.size(leaves);
    run.progress().step("measuring " + k + " clusters over " + Texts.count(rows) + " rows", rows);
    TableSpec assignments = Assignments.of(isMain ? null : by.name(), tree.levels().size());
    long assigned = assign(key, tree, embeddings, assignments, by);
    ClusterSizes measured = ClusterSizes.of(tree, run.tables().read(assignments, assigned));
    ClusterFacts facts =
        new ClusterFacts(
            clustering.fit(),
            clustering.speed(),
            clustering.levels(),
            warnings,
            dim,
            sizes(measured, leaves, rows),
            null,
            null);
    long version;
    try (PrototypeTable table = new PrototypeTable(run.spark(), tree, measured)) {
      version = run.write(stage, key, spec, table.rows(), properties(by, facts));
    }
    saved.delete();
    return new StageResult<>(Map.of(spec.name(), version, assignments.name(), assigned), k, facts);
  }

  /** Writes the cluster of each row and its distances, from which scoring makes the scores. */
  private long assign(
      String key, CentroidTree tree, Dataset<Row> embeddings, TableSpec table, RunEncoder by) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(run.spark().sparkContext());
    try (ShippedTree shipped = new ShippedTree(spark, tree, run.recipe().cluster().device())) {
      // A fit of MLlib that is repeated after a failure may end in other prototypes, so the write
      // is named by them too.
      return run.write(
          stage,
          key + "/" + Long.toHexString(tree.fingerprint()),
          table,
          PrototypeScore.onAllLevels(embeddings, shipped),
          encoder(by));
    }
  }

  private static Map<String, String> encoder(RunEncoder by) {
    return by.name() == null ? Map.of() : Map.of("winnow.encoder", by.name());
  }

  private static Map<String, String> properties(RunEncoder by, ClusterFacts facts) {
    Map<String, String> properties = new LinkedHashMap<>(encoder(by));
    Map<String, Object> details = Ledger.details(facts);
    for (String fact : FACTS) {
      if (details.containsKey(fact)) {
        properties.put("winnow." + fact, String.valueOf(details.get(fact)));
      }
    }
    return properties;
  }

  private static ClusterFacts.Sizes sizes(ClusterSizes measured, int leaves, long rows) {
    long[] sizes = measured.counts(leaves);
    Arrays.sort(sizes);
    double evenness = 0;
    for (long size : sizes) {
      evenness += (double) size / rows * size / rows;
    }
    return new ClusterFacts.Sizes(
        sizes.length,
        sizes[0],
        sizes[sizes.length / 2],
        sizes[sizes.length - 1],
        Arrays.stream(sizes).filter(s -> s == 1).count(),
        Arrays.stream(sizes).filter(s -> s == 0).count(),
        sizes.length * evenness,
        measured.inertia(leaves));
  }
}
