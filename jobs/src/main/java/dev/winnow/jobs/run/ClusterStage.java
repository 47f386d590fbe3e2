package dev.winnow.jobs.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.winnow.jobs.ExitCode;
import dev.winnow.jobs.Failure;
import dev.winnow.jobs.recipe.Cluster;
import dev.winnow.schemas.Embeddings;
import dev.winnow.schemas.Prototypes;
import dev.winnow.transforms.cluster.DistributedKMeans;
import dev.winnow.transforms.cluster.KMeansFit;
import dev.winnow.transforms.cluster.KMeansOptions;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.score.PrototypeScore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Fits the prototypes, or takes given ones, and writes them with the sizes of their clusters. */
final class ClusterStage {

  /** Distances are summed in these steps, as whole numbers, so that the order adds nothing. */
  private static final double STEPS = 0x1p30;

  private final RunContext run;

  ClusterStage(RunContext run) {
    this.run = run;
  }

  StageResult execute(String key, StageResult embed) {
    Dataset<Row> embeddings =
        run.tables()
            .read(Embeddings.SPEC, embed.version(Embeddings.SPEC.name()))
            .select("id", "embedding");
    long rows = embed.rows();
    int dim = (int) embed.count("dim");
    if (rows == 0) {
      throw new Failure(
          ExitCode.DATA,
          "embeddings must hold at least one row, got none; see the quarantine table in "
              + run.tables().folder());
    }
    Cluster options = run.recipe().cluster();
    Map<String, Object> details = new LinkedHashMap<>();
    SavedIterations saved =
        new SavedIterations(run.hadoop(), run.tables().folder() + "/_state/kmeans-" + key + ".bin");
    float[] prototypes;
    if (options.prototypes() != null) {
      prototypes = GivenPrototypes.read(run.spark(), options.prototypes(), dim);
      details.put("given", options.prototypes());
    } else {
      KMeansFit fit =
          new DistributedKMeans(
                  new KMeansOptions(
                      chosenK(options, rows),
                      Metric.COSINE,
                      options.iterations(),
                      options.tolerance(),
                      options.init(),
                      KMeansOptions.INIT_STEPS,
                      run.recipe().seed(),
                      options.fitRowsPerCentroid(),
                      options.fitFraction()),
                  run.progress()::note)
              .fit(embeddings, rows, saved);
      prototypes = fit.centroids();
      fit.warnings().forEach(run::warn);
      details.put("fit_rows", fit.fitRows());
      details.put("inertia", fit.inertia());
      details.put("reseeded", fit.reseeded());
      details.put("warnings", fit.warnings());
    }
    int k = prototypes.length / dim;
    run.progress().step("measuring " + k + " clusters over " + Texts.count(rows) + " rows", rows);
    List<Row> table = new ArrayList<>(k);
    long[] sizes = new long[k];
    double[] means = new double[k];
    for (Row row :
        new PrototypeScore(prototypes, dim)
            .apply(embeddings)
            .groupBy("cluster_id")
            .agg(count(lit(1)), sum(col("cosine_dist_to_cent").multiply(lit(STEPS)).cast("long")))
            .collectAsList()) {
      int cluster = row.getInt(0);
      sizes[cluster] = row.getLong(1);
      means[cluster] = row.getLong(2) / STEPS / row.getLong(1);
    }
    for (int i = 0; i < k; i++) {
      table.add(
          RowFactory.create(
              i,
              0,
              null,
              sizes[i],
              means[i],
              boxed(Arrays.copyOfRange(prototypes, i * dim, (i + 1) * dim))));
    }
    long version =
        run.tables()
            .overwrite(
                Prototypes.SPEC,
                run.spark().createDataFrame(table, Prototypes.SPEC.schema()).coalesce(1),
                run.writeKey(Stage.CLUSTER, key, Prototypes.SPEC.name()),
                run.properties(Map.of("winnow.k", String.valueOf(k))));
    long[] sorted = sizes.clone();
    Arrays.sort(sorted);
    double evenness = 0;
    for (long size : sizes) {
      evenness += (double) size / rows * size / rows;
    }
    details.put("k", k);
    details.put("dim", dim);
    details.put("smallest", sorted[0]);
    details.put("median", sorted[k / 2]);
    details.put("largest", sorted[k - 1]);
    details.put("singletons", Arrays.stream(sizes).filter(s -> s == 1).count());
    details.put("empty", Arrays.stream(sizes).filter(s -> s == 0).count());
    details.put("imbalance", k * evenness);
    saved.delete();
    return new StageResult(Map.of(Prototypes.SPEC.name(), version), k, details);
  }

  private static int chosenK(Cluster options, long rows) {
    if (options.k() != null) {
      return options.k();
    }
    return (int) Math.max(1, Math.min(1000, rows / 100));
  }

  private static List<Float> boxed(float[] values) {
    List<Float> boxed = new ArrayList<>(values.length);
    for (float value : values) {
      boxed.add(value);
    }
    return boxed;
  }
}
