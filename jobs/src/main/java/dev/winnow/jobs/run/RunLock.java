package dev.winnow.jobs.run;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.transforms.ingest.files.StorageReasons;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Lease on the tables of a recipe, for one driver at a time: a file that its holder renews.
 *
 * <p>On a local disk a lease is taken in one step, a free one as well as a dead one; {@link
 * RemoteLeaseFile} says how far other stores go. A lease is dead if it was not renewed for a
 * minute, if its process on this host is gone, or if its file is empty or cut short. Before the
 * commits that readers see, the holder checks that it still holds the lease. So a driver that slept
 * until its lease was taken over publishes nothing.
 */
public final class RunLock implements AutoCloseable {

  private static final Duration STALE = Duration.ofSeconds(60);
  private static final Duration RENEWAL = Duration.ofSeconds(10);

  /**
   * Place among Hadoop's hooks when the JVM ends, the highest first: after Spark's session, which
   * has 30 more than the file systems, and before those are closed.
   */
  private static final int AT_SHUTDOWN = FileSystem.SHUTDOWN_HOOK_PRIORITY + 20;

  /** A time of renewal so far ahead comes from no clock. */
  private static final Duration FUTURE = Duration.ofDays(1);

  private final Path file;
  private final LeaseFile stored;
  private final Lease ours;
  private final ScheduledExecutorService renewing =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "winnow-lease");
            thread.setDaemon(true);
            return thread;
          });
  private final Runnable atShutdown = this::close;
  private boolean taken;
  private IOException notRenewed;
  private boolean closed;

  private RunLock(Path file, LeaseFile stored, Lease ours) {
    this.file = file;
    this.stored = stored;
    this.ours = ours;
  }

  /**
   * Takes the lease on a folder of tables.
   *
   * @throws Failure with {@link ExitCode#CONFLICT} when another driver holds it
   */
  public static RunLock acquire(Configuration conf, String folder, String runId) {
    Path file = new Path(folder, "_lease.json");
    try {
      FileSystem fs = file.getFileSystem(conf);
      fs.mkdirs(file.getParent());
      boolean local = fs.getScheme().equals("file");
      LeaseFile stored =
          local
              ? new LocalLeaseFile(Paths.get(file.toUri().getPath()))
              : new RemoteLeaseFile(fs, file);
      Lease ours =
          new Lease(
              UUID.randomUUID().toString(),
              runId,
              host(),
              ProcessHandle.current().pid(),
              System.currentTimeMillis());
      Optional<LeaseFile.Held> held = stored.take(ours, lease -> isDead(lease, local));
      if (held.isPresent()) {
        throw conflict(file, held.get().lease());
      }
      RunLock lock = new RunLock(file, stored, ours);
      ShutdownHookManager.get().addShutdownHook(lock.atShutdown, AT_SHUTDOWN);
      lock.renewing.scheduleAtFixedRate(
          lock::renew, RENEWAL.toSeconds(), RENEWAL.toSeconds(), TimeUnit.SECONDS);
      return lock;
    } catch (IOException e) {
      throw new Failure(
          ExitCode.ENVIRONMENT,
          "warehouse must be writable, " + folder + " is not: " + StorageReasons.of(e),
          e);
    }
  }

  /**
   * Returns true when a lease may be taken over.
   *
   * @param whole true where a lease appears with its whole text, so that a part of one is the rest
   *     of a full disk or a lost machine. Elsewhere a driver may be writing it just now
   */
  private static boolean isDead(LeaseFile.Held held, boolean whole) {
    long now = System.currentTimeMillis();
    Lease lease = held.lease();
    if (lease == null || lease.renewed() > now + FUTURE.toMillis()) {
      return whole || now - held.modified() >= STALE.toMillis();
    }
    boolean here = host().equals(lease.host());
    return here && ProcessHandle.of(lease.pid()).isEmpty()
        || now - lease.renewed() >= STALE.toMillis();
  }

  /**
   * Fails unless this driver still holds the lease. Waits for a running renewal, during which a
   * store without a rename in one step has no lease. Renews a lease whose last renewal failed.
   *
   * @throws Failure with {@link ExitCode#CONFLICT}
   * @throws UncheckedIOException when the lease can't be renewed, as on a full disk
   */
  public synchronized void check() {
    if (notRenewed != null) {
      renew();
    }
    Lease holder = null;
    try {
      holder = stored.read().lease();
    } catch (IOException e) {
      throw new Failure(
          ExitCode.CONFLICT,
          "the lease "
              + file
              + " is gone; nothing was published; start again, finished stages are reused",
          e);
    }
    if (taken || holder == null || !holder.owner().equals(ours.owner())) {
      throw conflict(file, holder);
    }
    if (notRenewed != null) {
      throw new UncheckedIOException("the lease " + file + " can't be renewed", notRenewed);
    }
  }

  /**
   * Releases the lease, at most once. Waits for a running renewal first, which would otherwise
   * leave a lease behind. A signal that ends the JVM releases it too, once Spark has stopped; a
   * driver that still works then publishes nothing, because {@link #check} fails.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(atShutdown);
    }
    renewing.shutdownNow();
    try {
      // Another driver may have taken the stale lease over: then nothing is left to release.
      stored.release(ours.owner());
    } catch (IOException e) {
      throw new Failure(
          ExitCode.ENVIRONMENT,
          "the lease " + file + " can't be released; it ends by itself after a minute",
          e);
    }
  }

  /** Renews the lease; does nothing after {@link #close}. */
  synchronized void renew() {
    if (closed) {
      return;
    }
    try {
      taken |= !stored.renew(ours.renewedAt(System.currentTimeMillis()));
      notRenewed = null;
    } catch (FileNotFoundException e) {
      taken = true;
    } catch (IOException e) {
      notRenewed = e;
    }
  }

  private static Failure conflict(Path file, Lease held) {
    String holder =
        held == null
            ? "a driver whose lease can't be read"
            : "run " + held.runId() + ", process " + held.pid() + " on " + held.host();
    return new Failure(
        ExitCode.CONFLICT,
        "tables in "
            + file.getParent()
            + " are held by "
            + holder
            + "; wait for it, or stop it and start again after a minute");
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
