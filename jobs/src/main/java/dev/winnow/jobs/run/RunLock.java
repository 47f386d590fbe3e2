package dev.winnow.jobs.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.tables.Warehouse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Lease on the tables of a recipe, for one driver at a time: a file that its holder renews.
 *
 * <p>The lease is taken by creating the file, which is atomic on local disks and HDFS. A lease that
 * was not renewed for a minute, or whose process on this host is gone, may be taken over. Before
 * the commit that readers see, the holder checks that it still holds the lease. So a driver that
 * slept until its lease was taken over publishes nothing.
 */
public final class RunLock implements AutoCloseable {

  private static final Duration STALE = Duration.ofSeconds(60);
  private static final Duration RENEWAL = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileSystem fs;
  private final Path file;
  private final String owner = UUID.randomUUID().toString();
  private final String runId;
  private final ScheduledExecutorService renewing =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "winnow-lease");
            thread.setDaemon(true);
            return thread;
          });
  private volatile IOException lost;
  private boolean closed;

  private RunLock(FileSystem fs, Path file, String runId) {
    this.fs = fs;
    this.file = file;
    this.runId = runId;
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
      RunLock lock = new RunLock(fs, file, runId);
      if (!lock.create() && !(lock.clearIfStale() && lock.create())) {
        throw lock.conflict();
      }
      lock.renewing.scheduleAtFixedRate(
          lock::renew, RENEWAL.toSeconds(), RENEWAL.toSeconds(), TimeUnit.SECONDS);
      return lock;
    } catch (IOException e) {
      throw new Failure(
          ExitCode.ENVIRONMENT,
          "warehouse must be writable, " + folder + " is not: " + e.getMessage(),
          e);
    }
  }

  /**
   * Fails unless this driver still holds the lease. Waits for a running renewal, during which a
   * store without a rename in one step has no lease.
   *
   * @throws Failure with {@link ExitCode#CONFLICT}
   */
  public synchronized void check() {
    try {
      if (lost == null && owner.equals(read().path("owner").asText())) {
        return;
      }
    } catch (IOException e) {
      throw new Failure(
          ExitCode.CONFLICT, "the lease " + file + " is gone; nothing was published", e);
    }
    throw conflict();
  }

  /**
   * Releases the lease. Waits for a running renewal first, which would otherwise leave a lease
   * behind.
   */
  @Override
  public synchronized void close() {
    closed = true;
    renewing.shutdownNow();
    try {
      if (owner.equals(read().path("owner").asText())) {
        fs.delete(file, false);
      }
    } catch (FileNotFoundException e) {
      // Another driver took the stale lease over and has finished: nothing is left to release.
      return;
    } catch (IOException e) {
      throw new Failure(ExitCode.ENVIRONMENT, "the lease " + file + " can't be released", e);
    }
  }

  private boolean create() throws IOException {
    if (fs.getScheme().equals("file")) {
      // Hadoop's local file system checks and creates in two steps; the kernel does it in one.
      try {
        Files.write(
            Paths.get(file.toUri().getPath()),
            content(),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE);
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      }
    }
    try (FSDataOutputStream out = fs.create(file, false)) {
      out.write(content());
      return true;
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      return false;
    }
  }

  private boolean clearIfStale() throws IOException {
    JsonNode held;
    try {
      held = read();
    } catch (FileNotFoundException e) {
      return true;
    }
    long age = System.currentTimeMillis() - held.path("renewed").asLong();
    boolean here = held.path("host").asText().equals(host());
    boolean dead = here && ProcessHandle.of(held.path("pid").asLong()).isEmpty();
    if (!dead && age < STALE.toMillis()) {
      return false;
    }
    fs.delete(file, false);
    return true;
  }

  /** Renews the lease; does nothing after {@link #close}. */
  synchronized void renew() {
    if (closed) {
      return;
    }
    try {
      if (!owner.equals(read().path("owner").asText())) {
        throw new IOException("the lease was taken over");
      }
      Path next = new Path(file.getParent(), "_lease-" + owner + ".json");
      if (fs.getScheme().equals("file")) {
        // Hadoop's local file system would leave a checksum file of each lease behind.
        java.nio.file.Path local = Paths.get(next.toUri().getPath());
        Files.write(local, content());
        Files.move(
            local,
            Paths.get(file.toUri().getPath()),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } else {
        try (FSDataOutputStream out = fs.create(next, true)) {
          out.write(content());
        }
        Warehouse.replace(fs, next, file);
      }
    } catch (IOException e) {
      lost = e;
    }
  }

  private byte[] content() throws IOException {
    return JSON.writeValueAsBytes(
        JSON.createObjectNode()
            .put("owner", owner)
            .put("run_id", runId)
            .put("host", host())
            .put("pid", ProcessHandle.current().pid())
            .put("renewed", System.currentTimeMillis()));
  }

  private JsonNode read() throws IOException {
    try (FSDataInputStream in = fs.open(file)) {
      return JSON.readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private Failure conflict() {
    String holder;
    try {
      JsonNode held = read();
      holder =
          "run "
              + held.path("run_id").asText()
              + ", process "
              + held.path("pid").asLong()
              + " on "
              + held.path("host").asText();
    } catch (IOException e) {
      holder = "a driver whose lease can't be read (" + e.getMessage() + ")";
    }
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
