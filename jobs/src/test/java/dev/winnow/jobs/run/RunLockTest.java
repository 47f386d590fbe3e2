package dev.winnow.jobs.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.support.Command;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.AbstractFileSystem;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lease on the tables of a recipe. */
class RunLockTest {

  /** A local disk under another scheme, with which a context can rename. */
  public static final class FlatFs extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("flat:///");
    }

    @Override
    public String getScheme() {
      return "flat";
    }
  }

  /** Hadoop's context of that disk; counts how many are opened. */
  public static final class FlatContext extends DelegateToFileSystem {
    private static final AtomicInteger opened = new AtomicInteger();

    /** Constructor that Hadoop looks for. */
    public FlatContext(URI uri, Configuration conf) throws IOException, URISyntaxException {
      super(uri, new FlatFs(), conf, "flat", false);
      opened.incrementAndGet();
    }

    @Override
    public int getUriDefaultPort() {
      return -1;
    }
  }

  @TempDir private Path folder;

  private RunLock acquire(String runId) {
    return RunLock.acquire(new Configuration(false), folder.toUri().toString(), runId);
  }

  @Test
  void aHeldLeaseIsRefusedAndAReleasedOneIsNot() {
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
  void aRenewalAfterTheReleaseOfTheLeaseLeavesNothingBehind() throws Exception {
    RunLock lock = acquire("run");
    lock.close();
    lock.renew();
    assertFalse(Files.exists(folder.resolve("_lease.json")));
  }

  @Test
  void aRenewedLeaseLeavesOnlyTheLockFileBehind() {
    try (RunLock lock = acquire("run")) {
      lock.renew();
      lock.check();
    }
    assertArrayEquals(new String[] {"_lease.lock"}, folder.toFile().list());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"owner\":\"a\",\"run_id\":\"first\",\"ho", "null", "[]", "{}"})
  void aLeaseThatIsCutShortOrEmptyIsTakenOver(String rest) throws Exception {
    Files.writeString(folder.resolve("_lease.json"), rest);
    try (RunLock lock = acquire("second")) {
      lock.check();
    }
    assertFalse(Files.exists(folder.resolve("_lease.json")));
  }

  @Test
  void aLeaseThatIsTakenOverIsLostToItsHolder() throws Exception {
    try (RunLock sleeping = acquire("sleeping")) {
      Files.writeString(folder.resolve("_lease.json"), "");
      try (RunLock next = acquire("next")) {
        Failure lost = assertThrows(Failure.class, sleeping::check);
        assertTrue(lost.getMessage().contains("are held by run next"), lost.getMessage());
        sleeping.renew();
        next.check();
      }
    }
  }

  @Test
  void aLeaseOfAProcessThatEndedIsTakenOver() throws Exception {
    Files.writeString(folder.resolve("_lease.json"), LeaseRaces.deadLease());
    acquire("second").close();
  }

  @Test
  void anEmptyLeaseOnAStoreThatShowsUnfinishedFilesIsDeadAfterAMinute() throws Exception {
    Configuration conf = new Configuration(false);
    conf.setClass("fs.flat.impl", FlatFs.class, FileSystem.class);
    Path lease = Files.writeString(folder.resolve("_lease.json"), "");
    assertThrows(Failure.class, () -> RunLock.acquire(conf, "flat:" + folder, "run"));
    Files.setLastModifiedTime(lease, FileTime.from(Instant.now().minusSeconds(61)));
    RunLock.acquire(conf, "flat:" + folder, "run").close();
  }

  @Test
  void aLeaseIsRenewedInPlaceOnAFileSystemWithARenameInOneStep() throws Exception {
    Configuration conf = new Configuration(false);
    conf.setClass("fs.flat.impl", FlatFs.class, FileSystem.class);
    conf.setClass("fs.AbstractFileSystem.flat.impl", FlatContext.class, AbstractFileSystem.class);
    FlatContext.opened.set(0);
    try (RunLock lock = RunLock.acquire(conf, "flat:" + folder, "run")) {
      lock.renew();
      lock.renew();
      lock.check();
    }
    assertEquals(1, FlatContext.opened.get());
  }

  @Test
  void aSignalReleasesTheLeaseOfAProcessThatIsBusy() throws Exception {
    Command.Running running =
        Command.main(
            HeldLease.class.getName(),
            List.of(),
            Map.of(),
            System.getProperty("java.class.path"),
            folder.toString());
    running.awaitError("holds the lease");
    assertTrue(Files.exists(folder.resolve("_lease.json")));
    running.signal("TERM");
    assertEquals(143, running.await().code());
    assertFalse(Files.exists(folder.resolve("_lease.json")));
  }
}
