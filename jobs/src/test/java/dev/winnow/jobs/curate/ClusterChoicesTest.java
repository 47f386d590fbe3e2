package dev.winnow.jobs.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.cut.Cut;
import dev.winnow.jobs.cut.CutRequest;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.progress.Shown;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.read.RecipeLoader;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.support.WholeRuns;
import dev.winnow.transforms.LocalSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters in levels, and from MLlib, through the whole job on given vectors. */
class ClusterChoicesTest {

  private static final int ROWS = 600;
  private static final int GROUPS = 4;
  private static final int SUBGROUPS = 3;

  @TempDir private static Path folder;

  /** Four groups far apart, each of three that are near each other. */
  @BeforeAll
  static void vectors() {
    SplittableRandom random = new SplittableRandom(2);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      int group = i % GROUPS;
      int subgroup = i / GROUPS % SUBGROUPS;
      List<Float> vector = new ArrayList<>();
      for (int j = 0; j < GROUPS + GROUPS * SUBGROUPS; j++) {
        double value = 0.02 * (random.nextDouble() - 0.5);
        value += j == group ? 1 : 0;
        value += j == GROUPS + group * SUBGROUPS + subgroup ? 0.4 : 0;
        vector.add((float) value);
      }
      rows.add(RowFactory.create("v" + i, vector));
    }
    StructType schema =
        new StructType()
            .add("id", DataTypes.StringType)
            .add("vector", DataTypes.createArrayType(DataTypes.FloatType));
    LocalSpark.session()
        .createDataFrame(rows, schema)
        .write()
        .parquet(folder.resolve("vectors").toString());
    run("own", "{k: 4}");
  }

  private static RunReport run(String name, String cluster, String... sets) {
    return WholeRuns.run(recipe(name, cluster), sets);
  }

  private static String recipe(String name, String cluster) {
    return """
    apiVersion: winnow/v1
    name: %s
    warehouse: %s
    input: {format: parquet, path: %s, modality: embedding, id: id, content: vector}
    embed: {encoder: column}
    cluster: %s
    prune: {keep: hard, keep_fraction: 0.5}
    """
        .formatted(name, folder.resolve("tables"), folder.resolve("vectors"), cluster);
  }

  private static Dataset<Row> table(String name, String table) {
    return WholeRuns.table(folder.resolve("tables").resolve(name), table);
  }

  @Test
  void vectorsHaveBytesAndNoTokens() {
    run("bytes", "{k: 4}");
    long length = 4L * (GROUPS + GROUPS * SUBGROUPS);
    for (Row row : table("bytes", "examples").collectAsList()) {
      assertEquals(length, row.<Long>getAs("content_bytes"));
      assertNull(row.getAs("tokens"));
    }
    for (Row row : table("bytes", "decisions").collectAsList()) {
      assertEquals(length * row.<Long>getAs("keep_rank"), row.<Long>getAs("cumulative_bytes"));
      assertNull(row.getAs("cumulative_tokens"));
    }
    LoadedRecipe recipe =
        new RecipeLoader(name -> null)
            .load("test.yaml", recipe("bytes", "{k: 4}"), List.of())
            .get(0);
    Failure refused =
        assertThrows(
            Failure.class,
            () ->
                Cut.execute(
                    LocalSpark.session(),
                    recipe,
                    new CutRequest(
                        null, null, null, 5L, null, null, null, null, Shown.lines(true), false),
                    System.err));
    assertEquals(2, refused.exitCode().code());
    assertTrue(
        refused.getMessage().startsWith("--keep-tokens needs a corpus of texts"),
        refused.getMessage());
  }

  @Test
  void clustersInLevelsAreATree() {
    RunReport report = run("levels", "{levels: [4, 3], iterations: 8}");
    List<Row> top = table("levels", "prototypes").where("level = 1").collectAsList();
    List<Row> leaves =
        table("levels", "prototypes").where("level = 0").orderBy("cluster_id").collectAsList();
    assertEquals(GROUPS, top.size());
    assertEquals(GROUPS * SUBGROUPS, leaves.size());
    Map<Integer, Long> below = new TreeMap<>();
    for (Row leaf : leaves) {
      assertEquals(ROWS / GROUPS / SUBGROUPS, leaf.<Long>getAs("size"));
      below.merge(leaf.getAs("parent_id"), leaf.<Long>getAs("size"), Long::sum);
    }
    for (Row cluster : top) {
      assertNull(cluster.getAs("parent_id"));
      assertEquals(below.get(cluster.<Integer>getAs("cluster_id")), cluster.<Long>getAs("size"));
    }
    for (Row row : table("levels", "scores").collectAsList()) {
      int first = Integer.parseInt(row.<String>getAs("id").substring(1)) % GROUPS;
      Row leaf = leaves.get(row.getAs("cluster_id"));
      List<Float> prototype = leaf.getList(leaf.fieldIndex("prototype"));
      assertTrue(prototype.get(first) > 0.5, "a leaf of another group");
    }
    assertEquals(List.of(4, 3), details(report).get("levels"));
    assertEquals(ROWS, table("levels", "scores").count());
  }

  @Test
  void clustersOfClustersAreATreeAlsoAfterDeduplication() {
    RunReport report =
        run(
            "above",
            "{k: 12, above: [4, 2], resample: {rounds: 1}, iterations: 8}",
            "prune.keep=hierarchical",
            "dedup.epsilon=0.00015",
            "dedup.recluster=true");
    long left = table("above", "scores").count();
    assertTrue(left < ROWS && left > ROWS / 2, left + " rows are left");
    List<Row> prototypes =
        table("above", "prototypes").orderBy("level", "cluster_id").collectAsList();
    assertEquals(12 + 4 + 2, prototypes.size());
    Map<String, Long> sizes = new TreeMap<>();
    Map<String, Long> below = new TreeMap<>();
    for (Row row : prototypes) {
      int level = row.getAs("level");
      sizes.put(level + "/" + row.getAs("cluster_id"), row.getAs("size"));
      String parent = level < 2 ? level + 1 + "/" + row.getAs("parent_id") : "all";
      below.merge(parent, row.getAs("size"), Long::sum);
    }
    assertEquals(left, below.remove("all"));
    below.forEach((cluster, size) -> assertEquals(size, sizes.get(cluster), cluster));
    Map<Integer, Integer> groups = new TreeMap<>();
    for (Row row : table("above", "scores").collectAsList()) {
      int group = Integer.parseInt(row.<String>getAs("id").substring(1)) % GROUPS;
      int parent = prototypes.get(row.getAs("cluster_id")).getAs("parent_id");
      assertEquals(group, groups.computeIfAbsent(parent, first -> group), "two groups in one");
    }
    assertEquals(GROUPS, groups.size());
    for (String stage : List.of("cluster", "recluster")) {
      Map<?, ?> details = (Map<?, ?>) WholeRuns.stage(report, stage).get("details");
      assertEquals(List.of(4, 2), details.get("above"));
    }
    Map<?, ?> prune = (Map<?, ?>) WholeRuns.stage(report, "prune").get("details");
    assertEquals(3L, ((Number) prune.get("levels")).longValue());
    assertEquals((left + 1) / 2, table("above", "curated").count());
  }

  @Test
  @Tag("long")
  void mllibIsAYardstick() {
    RunReport report = run("mllib", "{k: 4, engine: mllib, iterations: 5}");
    assertEquals("mllib", details(report).get("engine"));
    assertTrue(
        String.valueOf(details(report).get("warnings"))
            .contains("cluster.engine mllib gives other clusters when partitions or cores change"));
    assertEquals(4, table("mllib", "prototypes").count());
    double ratio = inertia("mllib") / inertia("own");
    assertTrue(ratio > 0.99, "MLlib's clusters cost " + ratio + " of ours");
  }

  private static Map<?, ?> details(RunReport report) {
    return (Map<?, ?>) WholeRuns.stage(report, "cluster").get("details");
  }

  private static double inertia(String name) {
    return table(name, "scores").agg(Map.of("cosine_dist_to_cent", "sum")).head().getDouble(0);
  }

  @Test
  void theTableHasTheFiguresOfTheFit() {
    Map<String, String> facts = new TreeMap<>();
    LocalSpark.session()
        .sql("show tblproperties delta.`" + folder.resolve("tables/own/prototypes") + "`")
        .collectAsList()
        .forEach(row -> facts.put(row.getString(0), row.getString(1)));
    assertEquals("4", facts.get("winnow.k"));
    assertEquals("600", facts.get("winnow.fit_rows"));
    assertEquals("true", facts.get("winnow.converged"));
    assertEquals("0", facts.get("winnow.singletons"));
    for (String list : List.of("inertia", "seconds", "gflops")) {
      assertTrue(facts.get("winnow." + list).startsWith("["), facts.toString());
    }
    assertEquals(1, Double.parseDouble(facts.get("winnow.imbalance")), 1e-9);
  }
}
