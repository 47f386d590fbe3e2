package dev.winnow.jobs.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.transforms.LocalSpark;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Results of the finished stages of a run. */
class DoneTest {

  private static final DedupFacts DEDUP = new DedupFacts(null, null, null, null, Map.of(), null);
  private static final SemanticFacts SEMANTIC =
      new SemanticFacts(null, null, null, null, null, Map.of(), null, 2L, List.of(), null);

  private final Done done = new Done();

  @Test
  void withoutDeduplicationNothingIsDropped() {
    done.add(Stage.EMBED, embedded(10));
    assertEquals(Dropped.NONE, done.dropped());
    assertEquals(10, done.remainingRows());
  }

  @Test
  void theLaterStageOfDeduplicationHoldsTheRowsOfBoth() {
    done.add(Stage.EMBED, embedded(10));
    done.add(Stage.DEDUP, new StageResult<>(Map.of("duplicates", 3L), 2, DEDUP));
    assertEquals(new Dropped(null, 3L, null, 0, 2, 0), done.dropped());
    assertEquals(8, done.remainingRows());
    done.add(
        Stage.SEMANTIC,
        new StageResult<>(
            Map.of("epsilon_sweep", 0L, "duplicates", 4L, "evaluation_leaks", 1L), 6, SEMANTIC));
    assertEquals(new Dropped(null, 4L, 1L, 0, 4, 2), done.dropped());
    assertEquals(4, done.remainingRows());
    assertEquals(10, done.embeddings().rows());
  }

  @Test
  void heldOutRowsAndTheRowsThatRepeatThemAreNotAmongTheRemainingOnes() {
    done.add(
        Stage.SPLIT,
        new StageResult<>(Map.of("held_out", 7L), 4, new StageFacts.Split("id", 4, 8)));
    done.add(Stage.EMBED, embedded(11));
    assertEquals(new Dropped(7L, null, null, 4, 0, 0), done.dropped());
    done.add(
        Stage.LEAKS,
        new StageResult<>(
            Map.of("evaluation_leaks", 5L),
            2,
            new StageFacts.Leaks(3, 2, List.of("contents"), Map.of("pixels", 2L))));
    done.add(Stage.DEDUP, new StageResult<>(Map.of("duplicates", 3L), 1, DEDUP));
    assertEquals(new Dropped(7L, 3L, 5L, 3, 1, 2), done.dropped());
    assertEquals(5, done.remainingRows());
    done.add(
        Stage.SEMANTIC,
        new StageResult<>(
            Map.of("duplicates", 4L, "evaluation_leaks", 6L),
            4,
            new SemanticFacts(null, null, null, 0.1, 5L, Map.of(), null, 3L, List.of(), null)));
    assertEquals(new Dropped(7L, 4L, 6L, 3, 1, 3), done.dropped());
    assertEquals(4, done.remainingRows());
  }

  @Test
  void scoresAreThoseOfTheSecondScoringWhereThereIsOne() {
    done.add(Stage.SCORE, new StageResult<>(Map.of("scores", 1L), 10, ScoreFacts.NONE));
    assertEquals(1, done.scores().version("scores"));
    done.add(Stage.RESCORE, new StageResult<>(Map.of("scores", 2L), 8, ScoreFacts.NONE));
    assertEquals(2, done.scores().version("scores"));
    assertEquals(Map.of("scores", 2L), done.versions());
  }

  @Test
  void anUnfinishedStageHasNoResult() {
    done.add(Stage.EMBED, embedded(1));
    IllegalStateException e = assertThrows(IllegalStateException.class, done::clusters);
    assertEquals("stage cluster is not done, only [EMBED]", e.getMessage());
  }

  @Test
  void rowsWhoseIdIsGoneAreLeftOut() {
    Dataset<Row> rows = ids("a", "b", "c");
    assertEquals(
        List.of("a", "c"),
        Dropped.antiJoin(rows, ids("b", "d")).as(Encoders.STRING()).collectAsList());
    assertSame(rows, Dropped.NONE.remaining(null, rows));
  }

  private static Dataset<Row> ids(String... ids) {
    return LocalSpark.session().createDataset(List.of(ids), Encoders.STRING()).toDF("id");
  }

  private static StageResult<EmbedFacts> embedded(long rows) {
    return new StageResult<>(
        Map.of("embeddings", 0L), rows, new EmbedFacts(List.of(), 0, Map.of()));
  }
}
