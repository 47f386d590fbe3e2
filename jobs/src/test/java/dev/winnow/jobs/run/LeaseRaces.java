package dev.winnow.jobs.run;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;

/**
 * Races for a lease. Racers, threads or processes, wait for the number of a round in shared memory,
 * try to take the lease in the same moment, and report. Holders keep it until all have reported.
 */
public final class LeaseRaces {

  static final int RACERS = 3;

  private static final VarHandle INTS =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private static final int ROUND = 0;
  private static final int RELEASED = 4;
  private static final int OUTCOMES = 8;
  private static final int RELEASES = 32;
  private static final int BYTES = 64;

  /** Outcomes of a round; a report is {@code round * 4 + outcome}. */
  private static final int HELD = 1;

  private static final int REFUSED = 2;
  private static final int FAILED = 3;

  private static final long PAUSE_NANOS = 20_000;

  /** A racer that ended by a fault must not leave the others waiting. */
  private static final long PATIENCE_NANOS = 300_000_000_000L;

  private final ByteBuffer shared;
  private final Path folder;

  private LeaseRaces(ByteBuffer shared, Path folder) {
    this.shared = shared;
    this.folder = folder;
  }

  static LeaseRaces in(Path barrier, Path folder) throws IOException {
    if (!Files.exists(barrier)) {
      Files.write(barrier, new byte[BYTES]);
    }
    try (FileChannel channel =
        FileChannel.open(barrier, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new LeaseRaces(channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES), folder);
    }
  }

  /** A lease of a process of this machine that has ended. */
  static String deadLease() throws IOException, InterruptedException {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    return "{\"owner\":\"dead\",\"run_id\":\"dead\",\"host\":\""
        + InetAddress.getLocalHost().getHostName()
        + "\",\"pid\":"
        + ended.pid()
        + ",\"renewed\":"
        + System.currentTimeMillis()
        + "}";
  }

  /** Main of a racing process: barrier, folder, number of the racer, rounds. */
  public static void main(String[] args) throws IOException {
    in(Path.of(args[0]), Path.of(args[1]))
        .race(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
  }

  /** Races as one of the racers. */
  void race(int racer, int rounds) {
    Configuration conf = new Configuration(false);
    for (int round = 1; round <= rounds; round++) {
      await(ROUND, round);
      int outcome;
      RunLock lock = null;
      try {
        lock = RunLock.acquire(conf, folder.toUri().toString(), "racer-" + racer);
        outcome = HELD;
      } catch (Failure e) {
        outcome = e.exitCode() == ExitCode.CONFLICT ? REFUSED : FAILED;
        if (outcome == FAILED) {
          System.err.println(e.getMessage());
        }
      }
      set(OUTCOMES + 4 * racer, round * 4 + outcome);
      await(RELEASED, round);
      if (lock != null) {
        lock.close();
      }
      set(RELEASES + 4 * racer, round);
    }
  }

  /**
   * Starts the rounds and counts those without exactly one holder.
   *
   * @param dead content of the lease that lies there at the start of each round; null for none
   */
  int countWrongRounds(int rounds, String dead) throws IOException {
    int wrong = 0;
    for (int round = 1; round <= rounds; round++) {
      if (dead != null) {
        Files.writeString(folder.resolve("_lease.json"), dead);
      }
      set(ROUND, round);
      int holders = 0;
      boolean failed = false;
      for (int racer = 0; racer < RACERS; racer++) {
        int report = await(OUTCOMES + 4 * racer, round * 4);
        holders += report % 4 == HELD ? 1 : 0;
        failed |= report % 4 == FAILED;
      }
      wrong += holders != 1 || failed ? 1 : 0;
      set(RELEASED, round);
      for (int racer = 0; racer < RACERS; racer++) {
        await(RELEASES + 4 * racer, round);
      }
    }
    return wrong;
  }

  private void set(int at, int value) {
    INTS.setVolatile(shared, at, value);
  }

  private int await(int at, int atLeast) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    for (int turn = 0; ; turn++) {
      int value = (int) INTS.getVolatile(shared, at);
      if (value >= atLeast) {
        return value;
      }
      if (turn % 100 == 99) {
        // More racers than cores must not keep each other from running.
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the other racers have ended");
      }
    }
  }
}
