package dev.winnow.jobs.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lease on the tables of a recipe. */
class RunLockTest {

  @TempDir private Path folder;

  private RunLock acquire(String runId) {
    return RunLock.acquire(new Configuration(false), folder.toUri().toString(), runId);
  }

  @Test
  void aHeldLeaseIsRefusedAndAReturnedOneIsNot() {
    try (RunLock first = acquire("first")) {
      first.renew();
      first.check();
      Failure held = assertThrows(Failure.class, () -> acquire("second"));
      assertEquals(ExitCode.CONFLICT, held.exitCode());
      assertTrue(held.getMessage().contains("are held by run first, process "), held.getMessage());
    }
    acquire("second").close();
  }

  @Test
  void aRenewalAfterTheLeaseWasGivenBackLeavesNothingBehind() throws Exception {
    RunLock lock = acquire("run");
    lock.close();
    lock.renew();
    assertFalse(Files.exists(folder.resolve("_lease.json")));
  }
}
