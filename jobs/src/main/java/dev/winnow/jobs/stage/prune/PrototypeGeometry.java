package dev.winnow.jobs.stage.prune;

import static dev.winnow.schemas.Prototypes.LEVEL;
import static dev.winnow.schemas.Prototypes.PARENT_ID;
import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.stage.PrototypeTable;
import dev.winnow.jobs.stage.RunEncoder;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.schemas.Prototypes;
import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.cluster.levels.ClusterSeparation;
import dev.winnow.transforms.select.policy.EmbeddedRows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads facts about the prototypes of a run from its table {@code prototypes}. */
public final class PrototypeGeometry implements PrunePolicy.Geometry {

  private final SparkSession spark;
  private final TableStore tables;
  private final Recipe recipe;
  private final Done done;
  private final Consumer<String> step;

  PrototypeGeometry(RunContext run, Done done) {
    this(run.spark(), run.tables(), run.recipe(), done, step -> run.progress().step(step, 0));
  }

  /**
   * @param done finished stages of a run, with its clusters
   * @param step receives a phrase for a step that takes long
   */
  public PrototypeGeometry(
      SparkSession spark, TableStore tables, Recipe recipe, Done done, Consumer<String> step) {
    this.spark = spark;
    this.tables = tables;
    this.recipe = recipe;
    this.done = done;
    this.step = step;
  }

  @Override
  public double[] separation(int neighbours) {
    CentroidTree tree = tree();
    step.accept("measuring distances between prototypes");
    return ClusterSeparation.measure(
        JavaSparkContext.fromSparkContext(spark.sparkContext()),
        tree.leaves().centroids(),
        tree.dim(),
        neighbours);
  }

  @Override
  public EmbeddedRows embedded() {
    CentroidTree tree = tree();
    return new EmbeddedRows(
        encoder().embeddings(tables, done.embeddings()), tree.leaves().centroids(), tree.dim());
  }

  private RunEncoder encoder() {
    return RunEncoder.of(done.embeddings()).get(recipe.clusteredBy());
  }

  private CentroidTree tree() {
    return PrototypeTable.readTree(prototypes(), encoder().dim(), recipe.cluster().assignment());
  }

  @Override
  public PrunePolicy.Levels levels() {
    List<Row> rows =
        prototypes()
            .select(LEVEL, CLUSTER_ID, PARENT_ID)
            .orderBy(col(LEVEL), col(CLUSTER_ID))
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
    return new PrunePolicy.Levels(leaves, parents);
  }

  private Dataset<Row> prototypes() {
    return tables.read(Prototypes.SPEC, done.clusters().version(Prototypes.SPEC.name()));
  }
}
