package dev.winnow.jobs.stage.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.jobs.recipe.EncoderKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbedTasksTest {

  @ParameterizedTest(name = "{0} rows on {1} cores by {2}: {3} tasks")
  @CsvSource({
    "0, 8, TFIDF_SVD, 1",
    "5000, 2, TFIDF_SVD, 2",
    "5000, 200, TFIDF_SVD, 5",
    "5000, 200, DJL, 100",
    "100000, 8, PATCH_KMEANS, 50",
    "1000000000, 8, DJL, 20000"
  })
  void tasksFollowTheRowsAndTheCostOfTheEncoder(
      long rows, int cores, EncoderKind encoder, int tasks) {
    assertEquals(tasks, EmbedStage.tasks(rows, cores, encoder));
  }
}
