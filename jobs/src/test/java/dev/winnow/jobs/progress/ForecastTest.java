package dev.winnow.jobs.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForecastTest {

  /** Times of a stage of 60 s: 10 s of fitting, 40 s of embedding, 10 s of writing. */
  private static Measured embed(boolean assumed) {
    Map<String, Measured.Step> steps = new LinkedHashMap<>();
    steps.put("fitting", new Measured.Step(10, 1));
    steps.put("embedding", new Measured.Step(40, 1));
    steps.put("writing", new Measured.Step(10, 1));
    return new Measured(1000, 60, steps, assumed);
  }

  private static Forecast forecast() {
    Forecast forecast = new Forecast(List.of("embed", "prune"));
    forecast.expect("embed", embed(false));
    forecast.expect("prune", Measured.stage(1000, 30));
    return forecast;
  }

  @Test
  void anEarlierRunOfTheSameSpeedGivesTheTimeLeft() {
    Forecast forecast = forecast();
    forecast.startStage("embed", 100);
    forecast.startStep("fitting", 100);
    assertEquals(60, forecast.ofStage(100).orElseThrow(), 1e-9);
    assertEquals(90, forecast.ofRun(100).orElseThrow(), 1e-9);
    forecast.startStep("embedding", 110);
    assertEquals(30, forecast.ofStage(130).orElseThrow(), 1e-9);
    assertEquals(60, forecast.ofRun(130).orElseThrow(), 1e-9);
  }

  @Test
  void aStageIsPredictedWhenItBeginsAtTheSpeedOfTheRun() {
    Forecast forecast = forecast();
    forecast.startStage("embed", 0);
    assertEquals(60, forecast.ofWholeStage(0).orElseThrow(), 1e-9);
    forecast.startStep("fitting", 0);
    forecast.startStep("embedding", 20);
    forecast.startStep("writing", 100);
    forecast.endStage(1000, 120);
    forecast.startStage("prune", 120);
    assertEquals(60, forecast.ofWholeStage(120).orElseThrow(), 4, "twice the 30 s");
    Forecast unknown = new Forecast(List.of("embed"));
    unknown.startStage("embed", 0);
    assertTrue(unknown.ofWholeStage(0).isEmpty());
  }

  @Test
  void aMachineOfHalfTheSpeedDoublesTheTimeLeft() {
    Forecast forecast = forecast();
    forecast.startStage("embed", 0);
    forecast.startStep("fitting", 0);
    forecast.startStep("embedding", 20);
    forecast.share(0.5);
    double left = forecast.ofStage(60).orElseThrow();
    assertEquals(60, left, 8, "40 s of embedding and 20 s of writing");
    forecast.startStep("writing", 100);
    assertEquals(20, forecast.ofStage(100).orElseThrow(), 3);
  }

  @Test
  void theShareOfAStepCountsMoreThanTheEarlierRun() {
    Forecast forecast = forecast();
    forecast.startStage("embed", 0);
    forecast.startStep("embedding", 0);
    forecast.share(0.5);
    assertEquals(200 + 82, forecast.ofStage(200).orElseThrow(), 15);
  }

  @Test
  void aStepThatTakesMuchLongerThanBeforeHasNoTimeLeft() {
    Forecast forecast = forecast();
    forecast.startStage("embed", 0);
    forecast.startStep("embedding", 0);
    assertTrue(forecast.ofStage(39).isPresent());
    assertFalse(forecast.ofStage(80).isPresent());
  }

  @Test
  void aFirstRunHasNoTimeLeft() {
    Forecast forecast = new Forecast(List.of("embed", "prune"));
    forecast.startStage("embed", 0);
    forecast.startStep("fitting", 0);
    assertFalse(forecast.ofStage(5).isPresent());
    assertFalse(forecast.ofRun(5).isPresent());
    assertFalse(forecast.ofStep(5).isPresent());
    forecast.share(0.5);
    assertEquals(5, forecast.ofStep(5).orElseThrow(), 1e-9);
  }

  @Test
  void assumedTimesWaitUntilTwoStagesHaveShownTheSpeed() {
    Forecast forecast = new Forecast(List.of("ingest", "embed", "prune"));
    forecast.startStage("ingest", 0);
    forecast.startStep("reading", 0);
    forecast.endStage(1000, 20);
    forecast.expect("ingest", new Measured(0, 10, Map.of(), true));
    forecast.expect("embed", new Measured(0, 50, Map.of(), true));
    forecast.expect("prune", new Measured(0, 10, Map.of(), true));
    forecast.startStage("embed", 20);
    forecast.startStep("fitting", 20);
    assertFalse(forecast.ofStage(30).isPresent(), "one stage does not show the speed");
    forecast.endStage(1000, 120);
    forecast.startStage("prune", 120);
    forecast.startStep("ranking", 120);
    assertEquals(20, forecast.ofStage(120).orElseThrow(), 1);
  }

  @Test
  void stepsThatComeAgainCountOnceForEachTime() {
    Map<String, Measured.Step> steps = new LinkedHashMap<>();
    steps.put("fitting #", new Measured.Step(20, 2));
    steps.put("embedding #", new Measured.Step(40, 2));
    Forecast forecast = new Forecast(List.of("embed"));
    forecast.expect("embed", new Measured(0, 60, steps, false));
    forecast.startStage("embed", 0);
    forecast.startStep("fitting #", 0);
    assertEquals(60, forecast.ofStage(0).orElseThrow(), 1e-9);
    forecast.startStep("embedding #", 10);
    forecast.startStep("fitting #", 30);
    assertEquals(30, forecast.ofStage(30).orElseThrow(), 1e-9);
    forecast.startStep("embedding #", 40);
    assertEquals(20, forecast.ofStage(40).orElseThrow(), 1e-9);
  }

  @Test
  void theTimesOfTenTimesTheRowsAreTenTimesAsLongButForTheStart() {
    Measured scaled = embed(false).scaled(10_000);
    assertEquals(1 + 9 * 10, scaled.steps().get("fitting").seconds(), 1e-9);
    assertEquals(3 + 57 * 10, scaled.seconds(), 1e-9);
    assertEquals(embed(false), embed(false).scaled(0), "an unknown size changes nothing");
  }

  @Test
  void aStepIsFoundAgainWithOtherNumbers() {
    assertEquals(
        "embedding # rows with #",
        Measured.key("embedding 1,973 rows with patch-kmeans-ad55697f9638"));
    assertEquals("looking for near duplicates", Measured.key("looking for near duplicates"));
  }
}
