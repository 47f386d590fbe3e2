package dev.winnow.jobs.stage.cluster;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.stage.PrototypeTable;
import dev.winnow.jobs.stage.RunEncoder;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Prototypes;
import dev.winnow.schemas.TableSpec;
import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.score.ClusterSizes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Fits the prototypes, or takes given ones, and writes them with the sizes of their clusters. Of
 * several encoders each has clusters of its own.
 */
public final class ClusterStage {

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

  public ClusterStage(RunContext run) {
    this.run = run;
  }

  public StageResult execute(String key, StageResult embed) {
    if (embed.rows() == 0) {
      throw new Failure(
          ExitCode.DATA,
          "embeddings must hold at least one row, got none; see the quarantine table in "
              + run.tables().folder());
    }
    List<RunEncoder> encoders = RunEncoder.of(embed);
    int own = run.recipe().clusteredBy();
    StageResult result = cluster(key, embed, encoders.get(own), Prototypes.SPEC);
    if (encoders.size() == 1) {
      return result;
    }
    Map<String, Long> versions = new LinkedHashMap<>(result.versions());
    Map<String, Object> others = new LinkedHashMap<>();
    for (RunEncoder encoder : encoders) {
      if (encoder != encoders.get(own)) {
        StageResult other = cluster(key, embed, encoder, Prototypes.of(encoder.name()));
        versions.putAll(other.versions());
        others.put(encoder.name(), other.details());
      }
    }
    Map<String, Object> details = new LinkedHashMap<>(result.details());
    details.put("by", encoders.get(own).name());
    details.put("others", others);
    return new StageResult(versions, result.rows(), details);
  }

  /** The clusters of one encoder's vectors, in a table of their own. */
  private StageResult cluster(String key, StageResult embed, RunEncoder by, TableSpec spec) {
    Dataset<Row> embeddings = by.embeddings(run, embed);
    long rows = embed.rows();
    int dim = by.dim();
    String fit = by.name() == null ? key : key + "-" + by.name();
    SavedIterations saved =
        new SavedIterations(run.hadoop(), run.tables().folder() + "/_state/kmeans-" + fit + ".bin");
    boolean own = spec == Prototypes.SPEC;
    Clustering clustering = Clustering.of(run, embeddings, rows, dim, own, saved);
    List<String> warnings =
        clustering.warnings().stream().map(warning -> by.prefix() + warning).toList();
    warnings.forEach(run::warn);
    CentroidTree tree = clustering.tree();
    int leaves = tree.levels().size() - 1;
    int k = tree.size(leaves);
    run.progress().step("measuring " + k + " clusters over " + Texts.count(rows) + " rows", rows);
    ClusterSizes measured = ClusterSizes.measure(tree, embeddings, run.recipe().cluster().device());
    Map<String, Object> details = new LinkedHashMap<>(clustering.details());
    details.put("warnings", warnings);
    details.put("dim", dim);
    details.putAll(quality(measured, leaves, rows));
    List<Row> table = PrototypeTable.rows(tree, measured);
    Map<String, String> properties = new LinkedHashMap<>();
    if (by.name() != null) {
      properties.put("winnow.encoder", by.name());
    }
    for (String fact : FACTS) {
      if (details.containsKey(fact)) {
        properties.put("winnow." + fact, String.valueOf(details.get(fact)));
      }
    }
    long version =
        run.tables()
            .overwrite(
                spec,
                run.spark().createDataFrame(table, spec.schema()).coalesce(1),
                run.writeKey(Stage.CLUSTER, key, spec.name()),
                run.properties(properties));
    saved.delete();
    return new StageResult(Map.of(spec.name(), version), k, details);
  }

  /** How the examples are spread over the clusters; an imbalance of 1 is an even spread. */
  private static Map<String, Object> quality(ClusterSizes measured, int leaves, long rows) {
    long[] sizes = measured.counts(leaves);
    Arrays.sort(sizes);
    double evenness = 0;
    for (long size : sizes) {
      evenness += (double) size / rows * size / rows;
    }
    Map<String, Object> quality = new LinkedHashMap<>();
    quality.put("k", sizes.length);
    quality.put("smallest", sizes[0]);
    quality.put("median", sizes[sizes.length / 2]);
    quality.put("largest", sizes[sizes.length - 1]);
    quality.put("singletons", Arrays.stream(sizes).filter(s -> s == 1).count());
    quality.put("empty", Arrays.stream(sizes).filter(s -> s == 0).count());
    quality.put("imbalance", sizes.length * evenness);
    quality.put("inertia_of_all_rows", measured.inertia(leaves));
    return quality;
  }
}
