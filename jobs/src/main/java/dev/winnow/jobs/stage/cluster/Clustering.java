package dev.winnow.jobs.stage.cluster;

import dev.winnow.jobs.recipe.Cluster;
import dev.winnow.jobs.run.ClusterFacts;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.text.Texts;
import dev.winnow.transforms.cluster.DistributedKMeans;
import dev.winnow.transforms.cluster.IterationStore;
import dev.winnow.transforms.cluster.KMeansFit;
import dev.winnow.transforms.cluster.KMeansOptions;
import dev.winnow.transforms.cluster.levels.BottomUpKMeans;
import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.cluster.levels.Resampling;
import dev.winnow.transforms.cluster.levels.TopDownKMeans;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Prototypes from the engine that the recipe names, with the facts of their fit.
 *
 * @param tree of the prototypes
 */
record Clustering(
    CentroidTree tree,
    ClusterFacts.Fit fit,
    ClusterFacts.Speed speed,
    ClusterFacts.Levels levels,
    List<String> warnings) {

  /**
   * Fits prototypes to rows of (id, embedding), or takes those that the recipe gives.
   *
   * @param isMain true for the encoder whose clusters the run uses. Given prototypes are for that
   *     encoder alone; the clusters of other encoders are always fitted
   */
  static Clustering compute(
      RunContext run,
      Dataset<Row> embeddings,
      long rows,
      int dim,
      boolean isMain,
      IterationStore store) {
    Cluster cluster = run.recipe().cluster();
    if (isMain && cluster.prototypes() != null) {
      float[] given = GivenPrototypes.read(run.spark(), cluster.prototypes(), dim);
      return new Clustering(
          CentroidTree.flat(given, dim),
          ClusterFacts.Fit.given(cluster.prototypes()),
          ClusterFacts.Speed.UNKNOWN,
          ClusterFacts.Levels.NONE,
          List.of());
    }
    return switch (cluster.engine()) {
      case MLLIB -> MllibKMeans.fit(run, embeddings, options(run, rows), rows);
      case WINNOW ->
          !cluster.above().isEmpty()
              ? above(run, embeddings, rows, dim, store)
              : cluster.levels().isEmpty()
                  ? flat(run, embeddings, rows, dim, store)
                  : levels(run, embeddings, rows, dim, store);
    };
  }

  private static KMeansOptions options(RunContext run, long rows) {
    return run.recipe().cluster().fitOptions(rows, run.recipe().seed());
  }

  private static Clustering flat(
      RunContext run, Dataset<Row> embeddings, long rows, int dim, IterationStore store) {
    KMeansFit fit =
        new DistributedKMeans(options(run, rows), run.progress().fit())
            .fit(embeddings, rows, dim, store);
    return of(
        run,
        CentroidTree.flat(fit.centroids(), fit.dim()),
        fit,
        ClusterFacts.Levels.NONE,
        fit.warnings());
  }

  private static Clustering levels(
      RunContext run, Dataset<Row> embeddings, long rows, int dim, IterationStore store) {
    List<Integer> levels = run.recipe().cluster().levels();
    TopDownKMeans.Fit fit =
        new TopDownKMeans(options(run, rows), levels, run.progress().fit())
            .fit(embeddings, rows, dim, store);
    List<String> warnings = new ArrayList<>(fit.top().warnings());
    long asked = levels.stream().mapToLong(i -> i).reduce(1, Math::multiplyExact);
    int made = fit.tree().size(levels.size() - 1);
    if (made < asked) {
      warnings.add(
          "levels "
              + levels
              + " gave "
              + Texts.count(made)
              + " of "
              + Texts.count(asked)
              + " clusters: some have too few distinct rows to split");
    }
    return of(
        run,
        fit.tree(),
        fit.top(),
        new ClusterFacts.Levels(levels, fit.inertia(), null, null),
        warnings);
  }

  private static Clustering above(
      RunContext run, Dataset<Row> embeddings, long rows, int dim, IterationStore store) {
    Cluster cluster = run.recipe().cluster();
    Resampling resampling =
        new Resampling(cluster.resample().rounds(), cluster.resample().members());
    BottomUpKMeans.Fit fit =
        new BottomUpKMeans(options(run, rows), cluster.above(), resampling, run.progress().fit())
            .fit(embeddings, rows, dim, store);
    List<Integer> made = new ArrayList<>();
    for (int level = cluster.above().size() - 1; level >= 0; level--) {
      made.add(fit.tree().size(level));
    }
    List<String> warnings = new ArrayList<>(fit.leaves().warnings());
    if (!made.equals(cluster.above())) {
      warnings.add(
          "above "
              + cluster.above()
              + " gave "
              + made
              + " clusters: a level cannot have more clusters than the level below it has distinct"
              + " ones, and drops clusters that are nearest to none");
    }
    return of(
        run,
        fit.tree(),
        fit.leaves(),
        new ClusterFacts.Levels(null, null, made, fit.inertia()),
        warnings);
  }

  private static Clustering of(
      RunContext run,
      CentroidTree tree,
      KMeansFit fit,
      ClusterFacts.Levels levels,
      List<String> warnings) {
    ClusterFacts.Fit facts =
        new ClusterFacts.Fit(
            null,
            null,
            fit.fitRows(),
            null,
            null,
            fit.inertia(),
            fit.converged(),
            fit.reseeded(),
            fit.iterations().stream().map(i -> rounded(i.seconds())).toList(),
            fit.iterations().stream().map(i -> rounded(fit.gigaflops(i))).toList());
    ClusterFacts.Speed speed =
        ShareOfPeak.measure(run.spark(), fit, run.recipe().cluster().device());
    return new Clustering(tree, facts, speed, levels, warnings);
  }

  private static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }
}
