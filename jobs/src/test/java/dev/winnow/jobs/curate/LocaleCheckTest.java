package dev.winnow.jobs.curate;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import org.junit.jupiter.api.Test;

class LocaleCheckTest {

  private static final String POSIX = "ANSI_X3.4-1968";

  @Test
  void aWarehouseThatTheLocaleCannotExpressIsAFaultOfTheEnvironment() {
    Failure failure =
        assertThrows(Failure.class, () -> LocaleCheck.check("file:/data/caf\u00e9", POSIX));
    assertEquals(ExitCode.ENVIRONMENT, failure.exitCode());
    assertEquals(
        "the locale must express the name of the warehouse, but it gives file names in US-ASCII,"
            + " got file:/data/caf\u00e9; set LC_ALL=C.UTF-8 for the driver and the executors",
        failure.getMessage());
  }

  @Test
  void otherWarehousesAreGood() {
    assertDoesNotThrow(() -> LocaleCheck.check("file:/data/cafe", POSIX));
    assertDoesNotThrow(() -> LocaleCheck.check("file:/data/caf\u00e9", "UTF-8"));
    assertDoesNotThrow(() -> LocaleCheck.check("s3a://caf\u00e9", POSIX));
  }
}
