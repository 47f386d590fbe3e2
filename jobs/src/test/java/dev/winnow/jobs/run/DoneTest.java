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
      new SemanticFacts(null, null, null, null, null, Map.of(), null, null, null, null);

  private final Done done = new Done();

  @Test
  void withoutDeduplicationNothingIsDropped() {
    done.add(Stage.EMBED, embedded(10));
    assertSame(Dropped.NONE, done.dropped());
    assertEquals(10, done.remainingRows());
  }

  @Test
  void theLaterStageOfDeduplicationHoldsTheRowsOfBoth() {
    done.add(Stage.EMBED, embedded(10));
    done.add(Stage.DEDUP, new StageResult<>(Map.of("duplicates", 3L), 2, DEDUP));
    assertEquals(new Dropped(3L, null, 2), done.dropped());
    assertEquals(8, done.remainingRows());
    done.add(
        Stage.SEMANTIC,
        new StageResult<>(
            Map.of("epsilon_sweep", 0L, "duplicates", 4L, "evaluation_leaks", 1L), 6, SEMANTIC));
    assertEquals(new Dropped(4L, 1L, 6), done.dropped());
    assertEquals(4, done.remainingRows());
    assertEquals(10, done.embeddings().rows());
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
