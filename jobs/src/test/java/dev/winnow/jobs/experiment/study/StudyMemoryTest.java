package dev.winnow.jobs.experiment.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import org.junit.jupiter.api.Test;

class StudyMemoryTest {

  /** 110,000 rows x 256 numbers x 12 bytes are 337,920,000 bytes. */
  @Test
  void refusesRowsThatDoNotFitAndNamesASampleThatDoes() {
    StudyMemory.check(100_000, 10_000, 256, 337_920_000);
    Failure refused =
        assertThrows(Failure.class, () -> StudyMemory.check(100_000, 10_000, 256, 337_919_999));
    assertEquals(ExitCode.ENVIRONMENT, refused.exitCode());
    assertTrue(refused.getMessage().contains("--set experiment.pools=90000"), refused.getMessage());
    StudyMemory.check(90_000, 10_000, 256, 337_919_999);
  }

  @Test
  void refusesMoreNumbersThanAnArrayHolds() {
    Failure refused =
        assertThrows(
            Failure.class, () -> StudyMemory.check(10_000_000, 50_000, 1024, Long.MAX_VALUE));
    assertTrue(
        refused.getMessage().contains("--set experiment.pools=2000000"), refused::getMessage);
  }
}
