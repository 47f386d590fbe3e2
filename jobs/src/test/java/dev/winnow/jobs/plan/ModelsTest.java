package dev.winnow.jobs.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.curate.RunPreview;
import dev.winnow.jobs.init.RowCount;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.recipe.read.RecipeLoader;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.Stage;
import dev.winnow.transforms.ingest.Modality;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelsTest {

  private static final Speeds SPEEDS = new Speeds(0, 1e-5, 0, 1e-4, 5e9, 1e9, 1);
  private static final List<Stage> STAGES =
      List.of(Stage.INGEST, Stage.EMBED, Stage.CLUSTER, Stage.SCORE, Stage.PRUNE, Stage.PUBLISH);

  private static Shape texts(long rows, long k) {
    return new Shape(Modality.TEXT, rows, rows * 100, 100, 256, k, Math.min(rows, 256 * k), 25, 2);
  }

  private static Recipe recipe() {
    String yaml =
        "apiVersion: winnow/v1\nname: a\nwarehouse: /w\ninput: {format: jsonl, path: /a.jsonl}\n";
    return new RecipeLoader(name -> null).load("a", yaml, List.of()).get(0).recipe();
  }

  private static double seconds(History history, long rows, Stage stage, List<Stage> reused) {
    return new CostModel(recipe(), texts(rows, 100), SPEEDS, history)
        .costs(STAGES, reused).stream()
            .filter(cost -> cost.stage() == stage)
            .findFirst()
            .orElseThrow()
            .seconds();
  }

  @Test
  void moreRowsTakeLongerAndReusedStagesTakeNothing() {
    History none = new History();

    assertTrue(
        seconds(none, 1_000_000, Stage.INGEST, List.of())
            > 2 * seconds(none, 10_000, Stage.INGEST, List.of()));
    assertEquals(0, seconds(none, 1_000_000, Stage.INGEST, List.of(Stage.INGEST)));
  }

  @Test
  void aMeasuredStageIsScaledFromItsMeasurement() {
    History history = new History();
    history.add(Stage.EMBED, new History.Measured(1_000, 109));

    assertEquals(109, seconds(history, 1_000, Stage.EMBED, List.of()), 1e-9);
    assertEquals(209, seconds(history, 2_000, Stage.EMBED, List.of()), 1e-9);
  }

  @Test
  void prototypesOfManyClustersAreHeldSeveralTimes() {
    MemoryModel few = MemoryModel.of(texts(1_000_000, 100), true, true);
    MemoryModel many = MemoryModel.of(texts(1_000_000, 1_000_000), true, true);

    assertEquals(1_000_000L * 256 * 4, many.prototypes());
    assertTrue(many.driver() - few.driver() >= 4L * 1_000_000 * 256 * 4 - (64L << 20));
  }

  @Test
  void aClusterGivesPrototypesToDriverAndExecutors() {
    MemoryModel cluster = MemoryModel.of(texts(1_000_000, 100_000), true, false);

    assertTrue(cluster.executor() < cluster.driver());
    assertTrue(cluster.executor() > cluster.prototypes());
  }

  @Test
  void aRunThatDoesNotFitIsRefusedWithTheKThatWould() {
    Shape shape = texts(1_000_000, 900_000);
    MemoryModel memory = MemoryModel.of(shape, true, true);
    RunPlan plan =
        new RunPlan(
            "a",
            new RunPreview("id", "/w/a", null, null, STAGES, List.of(), new Done()),
            new RowCount(1_000_000, true, 100),
            new RunPlan.Figures(shape, SPEEDS, List.of(), memory, 4),
            5,
            2L << 30,
            2L << 30,
            true,
            1,
            Map.of(),
            234_567,
            List.of());

    assertFalse(plan.fits());
    String refusal = new PlanCard(plan, null).refusal();
    assertTrue(refusal.contains("cluster.k to at most 234567"), refusal);
    assertTrue(refusal.contains("--driver-memory to 5g"), refusal);
  }

  @Test
  void contentsAreStoredForTextsAndNotForImages() {
    Map<String, Long> tables = Storage.of(recipe(), texts(1_000, 10), STAGES);

    assertTrue(tables.get("embeddings") > 1_000 * 256 * 4);
    assertTrue(tables.get("examples") > 1_000 * 60);
    assertFalse(tables.containsKey("thumbnails"));
    assertFalse(tables.containsKey("duplicates"));
  }
}
