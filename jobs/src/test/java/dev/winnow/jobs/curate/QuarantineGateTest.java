package dev.winnow.jobs.curate;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.EmbedFacts;
import dev.winnow.jobs.run.IngestFacts;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The cap on quarantined rows. */
class QuarantineGateTest {

  private static final QuarantineGate GATE =
      new QuarantineGate(0.2, "[in]", "tables/quarantine", new FewRows());

  @Test
  void aShareUpToTheCapPasses() {
    assertDoesNotThrow(() -> GATE.check(done(10, 2)));
  }

  @Test
  void aShareAboveTheCapStopsTheRun() {
    Failure failure = assertThrows(Failure.class, () -> GATE.check(done(10, 3)));
    assertEquals(ExitCode.DATA, failure.exitCode());
    assertEquals(
        "quarantined share must be at most input.max_quarantine 0.2, got 3 of 10 rows; nothing was"
            + " published; mend the rows, or raise input.max_quarantine; all of them are in"
            + " tables/quarantine",
        failure.getMessage());
    assertEquals(List.of("quarantined"), failure.details());
  }

  @Test
  void rowsWithoutAVectorCountToo() {
    Done done = done(10, 2);
    done.add(
        Stage.EMBED,
        new StageResult<>(Map.of(), 7, new EmbedFacts(List.of(), 1, Map.of("corrupt", 1L))));
    Failure failure = assertThrows(Failure.class, () -> GATE.check(done));
    assertEquals(ExitCode.DATA, failure.exitCode());
  }

  @Test
  void anInputWithoutRowsIsRefused() {
    Failure failure = assertThrows(Failure.class, () -> GATE.check(done(0, 0)));
    assertEquals(ExitCode.INPUT, failure.exitCode());
    assertEquals("input.path must hold at least one row, [in] holds none", failure.getMessage());
  }

  @Test
  void anInputWithoutRowsSaysWhatWasPassedOver() {
    Done done = new Done();
    Map<String, Long> passedOver = new TreeMap<>(Map.of("other_kind", 3L, "hidden", 1L));
    done.add(
        Stage.INGEST,
        new StageResult<>(
            Map.of(), 0, new IngestFacts(0, 0, 0, Map.of(), 3, 0, 0, null, 4L, passedOver, 0L)));
    Failure failure = assertThrows(Failure.class, () -> GATE.check(done));
    assertEquals(
        "input.path must hold at least one row, [in] holds none; files that were passed over: 1"
            + " hidden, 3 other_kind",
        failure.getMessage());
  }

  private static Done done(long rows, long quarantined) {
    Done done = new Done();
    done.add(
        Stage.INGEST,
        new StageResult<>(
            Map.of(),
            rows - quarantined,
            new IngestFacts(
                rows, rows - quarantined, quarantined, Map.of(), 0, 0, 0, null, null, null, null)));
    return done;
  }
}
