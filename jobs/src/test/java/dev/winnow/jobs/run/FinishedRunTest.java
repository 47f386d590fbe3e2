package dev.winnow.jobs.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.read.RecipeLoader;
import dev.winnow.jobs.tables.TableLookup;
import dev.winnow.schemas.TableSpec;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Choice of a finished run. */
class FinishedRunTest {

  private static final LoadedRecipe RECIPE =
      new RecipeLoader(name -> null)
          .load(
              "test.yaml",
              """
              apiVersion: winnow/v1
              name: points
              warehouse: tables
              input: {format: images, path: in}
              """,
              List.of())
          .get(0);

  private final List<Map<String, Object>> runs = new ArrayList<>();

  @Test
  void theLatestRunOfTheSameRecipeIsFound() {
    ran("first", "prune", RECIPE.hash(), "{\"decisions\":1}");
    ran("second", "prune", RECIPE.hash(), "{\"decisions\":2}");
    ran("other", "prune", "another hash", "{\"decisions\":3}");
    FinishedRun run = FinishedRun.find(new Ledger(new RunsTable()), RECIPE, null);
    assertEquals("second", run.runId());
    assertEquals(2, run.requireStage(Stage.PRUNE).decisions().version("decisions"));
    assertEquals("points", run.recipe().name());
  }

  @Test
  void aRunIsFoundByItsIdAlsoOfAnotherRecipe() {
    ran("first", "prune", "another hash", "{\"decisions\":1}");
    ran("second", "prune", RECIPE.hash(), "{\"decisions\":2}");
    assertEquals("first", FinishedRun.find(new Ledger(new RunsTable()), RECIPE, "first").runId());
  }

  @Test
  void versionsAreThoseBeforeTheRelease() {
    ran("run", "ingest", RECIPE.hash(), "{\"examples\":1,\"quarantine\":1}");
    ran("run", "embed", RECIPE.hash(), "{\"embeddings\":1,\"quarantine\":2}");
    ran("run", "prune", RECIPE.hash(), "{\"decisions\":1}");
    ran("run", "publish", RECIPE.hash(), "{\"curated\":1}");
    assertEquals(
        Map.of("examples", 1L, "quarantine", 2L, "embeddings", 1L, "decisions", 1L),
        FinishedRun.find(new Ledger(new RunsTable()), RECIPE, null).versions());
  }

  @Test
  void aMissingRunNamesTheOthers() {
    Failure none = assertThrows(Failure.class, () -> find(null));
    assertEquals(ExitCode.INPUT, none.exitCode());
    assertEquals(
        "recipe points has no finished run yet; run `winnow run` first", none.getMessage());
    ran("first", "prune", RECIPE.hash(), "{}");
    assertEquals(
        "--run-id must name a run of points that has finished stage prune, such as first; got"
            + " second",
        assertThrows(Failure.class, () -> find("second")).getMessage());
  }

  @Test
  void anUnfinishedStageIsRefused() {
    ran("run", "prune", RECIPE.hash(), "{}");
    FinishedRun run = find("run");
    Failure failure = assertThrows(Failure.class, () -> run.requireStage(Stage.SCORE));
    assertEquals(
        "run run has no finished stage score; run `winnow run` first", failure.getMessage());
  }

  private FinishedRun find(String runId) {
    return FinishedRun.find(new Ledger(new RunsTable()), RECIPE, runId);
  }

  private void ran(String run, String stage, String hash, String versions) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("run_id", run);
    row.put("stage", stage);
    row.put("stage_key", "key");
    row.put("state", "done");
    row.put("recipe_hash", hash);
    row.put("input_versions", "{}");
    row.put("output_versions", versions);
    row.put("rows", 1L);
    row.put("details", "{}");
    row.put("recipe", RECIPE.effective());
    row.put("finished", new Timestamp(runs.size()));
    runs.add(row);
  }

  /** Table runs of this test; no other table is needed. */
  private final class RunsTable implements TableLookup {

    @Override
    public String folder() {
      return "tables/points";
    }

    @Override
    public boolean exists(TableSpec spec) {
      return true;
    }

    @Override
    public List<Map<String, Object>> latest(TableSpec spec, String... columns) {
      return runs;
    }

    @Override
    public List<Map<String, Object>> where(
        String table, long version, String column, Object value, String... columns) {
      throw onlyRunsIsRead();
    }

    @Override
    public Matches matches(String table, long version, String column, String value, int first) {
      throw onlyRunsIsRead();
    }

    @Override
    public Standing standing(long scores, double hardness, int cluster) {
      throw onlyRunsIsRead();
    }

    @Override
    public List<String> findByBeginning(long decisions, String text, int most) {
      throw onlyRunsIsRead();
    }

    @Override
    public List<String> firstIds(long decisions, int most) {
      throw onlyRunsIsRead();
    }

    @Override
    public List<Named> named(String table, long version, List<String> spellings, int most) {
      throw onlyRunsIsRead();
    }

    @Override
    public List<String> findBySource(long examples, String text, int most) {
      throw onlyRunsIsRead();
    }

    private static AssertionError onlyRunsIsRead() {
      return new AssertionError("a run is found by table runs alone");
    }
  }
}
