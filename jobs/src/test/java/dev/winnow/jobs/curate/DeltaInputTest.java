package dev.winnow.jobs.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.support.WholeRuns;
import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.ingest.files.InputMissing;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Delta table as input: one version for all stages, a new run for a new version. */
@Tag("line")
class DeltaInputTest {

  @TempDir private Path folder;

  private void write(int rows, SaveMode mode) {
    LocalSpark.session()
        .range(0, rows, 1, 2)
        .selectExpr(
            "concat('doc ', id % 7, ' of storm ', id % 5) AS text",
            "cast(id % 3 AS string) AS topic", "id * 2 AS n")
        .write()
        .format("delta")
        .mode(mode)
        .save(folder.resolve("docs").toString());
  }

  private String recipe() {
    return """
    apiVersion: winnow/v1
    name: docs
    warehouse: %s
    input: {format: delta, path: %s, modality: text, label: topic}
    embed: {dim: 8}
    cluster: {k: 3, iterations: 3}
    prune: {keep: hard, keep_fraction: 0.5}
    """
        .formatted(folder.resolve("tables"), folder.resolve("docs"));
  }

  @Test
  void aTableIsReadAtOneVersionWhateverIsCommittedLater() {
    Path tables = folder.resolve("tables/docs");
    write(40, SaveMode.Overwrite);
    RunReport first = WholeRuns.ingest(recipe());
    List<Row> ids = ids(tables);
    assertEquals(40, ids.size());
    write(10, SaveMode.Append);
    RunReport second = WholeRuns.ingest(recipe());
    assertNotEquals(first.json().get("run_id"), second.json().get("run_id"));
    assertEquals(50, ids(tables).size());
    WholeRuns.ingest(recipe(), "input.version=0");
    assertEquals(ids, ids(tables));
    assertEquals(
        "input.version must be a version of the table, got 9; the latest of file:"
            + folder.resolve("docs")
            + " is 1",
        assertThrows(InputMissing.class, () -> WholeRuns.ingest(recipe(), "input.version=9"))
            .getMessage());
  }

  private static List<Row> ids(Path tables) {
    return WholeRuns.table(tables, "examples").select("id").orderBy("id").collectAsList();
  }
}
