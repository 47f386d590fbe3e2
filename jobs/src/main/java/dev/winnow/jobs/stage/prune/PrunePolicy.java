package dev.winnow.jobs.stage.prune;

import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.recipe.Prune;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.stage.PrototypeTable;
import dev.winnow.jobs.stage.RunEncoder;
import dev.winnow.schemas.Prototypes;
import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.cluster.levels.ClusterSeparation;
import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.policy.KeepBand;
import dev.winnow.transforms.select.policy.KeepCoverage;
import dev.winnow.transforms.select.policy.KeepDensity;
import dev.winnow.transforms.select.policy.KeepEasy;
import dev.winnow.transforms.select.policy.KeepHard;
import dev.winnow.transforms.select.policy.KeepHierarchical;
import dev.winnow.transforms.select.policy.KeepMiddle;
import dev.winnow.transforms.select.policy.KeepRandom;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The policy that a recipe asks for, with what it needs of the prototypes. */
final class PrunePolicy {

  static Policy of(RunContext run, StageResult embed, StageResult cluster) {
    Prune prune = run.recipe().prune();
    if (prune == null) {
      return new KeepHard(BigDecimal.ZERO);
    }
    return switch (prune.keep()) {
      case HARD -> new KeepHard(prune.outlierGuard());
      case EASY -> new KeepEasy();
      case MIDDLE -> new KeepMiddle();
      case RANDOM -> new KeepRandom();
      case BAND -> new KeepBand(prune.band().get(0), prune.band().get(1));
      case COVERAGE -> new KeepCoverage(prune.coverage().beta(), prune.coverage().strata());
      case DENSITY -> density(run, prune, embed, cluster);
      case HIERARCHICAL -> hierarchical(run, prune, cluster);
    };
  }

  private static Dataset<Row> prototypes(RunContext run, StageResult cluster) {
    return run.tables().read(Prototypes.SPEC, cluster.version(Prototypes.SPEC.name()));
  }

  private static Policy density(
      RunContext run, Prune prune, StageResult embed, StageResult cluster) {
    int dim = RunEncoder.of(embed).get(run.recipe().clusteredBy()).dim();
    CentroidTree tree =
        PrototypeTable.tree(prototypes(run, cluster), dim, run.recipe().cluster().assignment());
    run.progress().step("distances between prototypes", 0);
    double[] separation =
        ClusterSeparation.measure(
            JavaSparkContext.fromSparkContext(run.spark().sparkContext()),
            tree.leaves().centroids(),
            dim,
            prune.density().neighbours());
    return new KeepDensity(prune.density().tau(), separation, prune.outlierGuard());
  }

  private static Policy hierarchical(RunContext run, Prune prune, StageResult cluster) {
    List<Row> rows =
        prototypes(run, cluster)
            .select("level", CLUSTER_ID, "parent_id")
            .orderBy(col("level"), col(CLUSTER_ID))
            .collectAsList();
    List<int[]> parents = new ArrayList<>();
    int leaves = 0;
    for (int from = 0; from < rows.size(); ) {
      int level = rows.get(from).getInt(0);
      int to = from;
      while (to < rows.size() && rows.get(to).getInt(0) == level) {
        to++;
      }
      leaves = level == 0 ? to - from : leaves;
      if (!rows.get(from).isNullAt(2)) {
        parents.add(rows.subList(from, to).stream().mapToInt(row -> row.getInt(2)).toArray());
      }
      from = to;
    }
    return new KeepHierarchical(
        leaves, parents, prune.hierarchical().multiplier(), prune.hierarchical().sampling());
  }

  private PrunePolicy() {}
}
