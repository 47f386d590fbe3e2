package dev.winnow.jobs.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.jobs.support.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Races for a lease, free or left by a dead holder: exactly one racer gets it. */
class LeaseRacesTest {

  private static final int SHORT = 100;
  private static final int LONG = 2_000;

  @TempDir private Path folder;

  @Test
  void oneOfThreeThreadsGetsAFreeLease() throws Exception {
    threads(SHORT, null);
  }

  @Test
  void oneOfThreeThreadsGetsADeadLease() throws Exception {
    threads(SHORT, LeaseRaces.deadLease());
  }

  @Test
  void oneOfThreeProcessesGetsAFreeLease() throws Exception {
    processes(SHORT, null);
  }

  @Test
  void oneOfThreeProcessesGetsADeadLease() throws Exception {
    processes(SHORT, LeaseRaces.deadLease());
  }

  @Test
  @Tag("clusters")
  void thousandsOfRacesHaveOneHolderEach() throws Exception {
    threads(LONG, null);
    threads(LONG, LeaseRaces.deadLease());
    processes(LONG, null);
    processes(LONG, LeaseRaces.deadLease());
  }

  private Path tables(int rounds) throws Exception {
    return Files.createTempDirectory(folder, "tables-" + rounds);
  }

  private void threads(int rounds, String dead) throws Exception {
    Path tables = tables(rounds);
    Path barrier = Files.createTempDirectory(folder, "barrier").resolve("rounds");
    LeaseRaces races = LeaseRaces.in(barrier, tables);
    List<Thread> racers = new ArrayList<>();
    for (int racer = 0; racer < LeaseRaces.RACERS; racer++) {
      int number = racer;
      Thread thread = new Thread(() -> races.race(number, rounds), "racer-" + number);
      thread.setDaemon(true);
      thread.start();
      racers.add(thread);
    }
    report("threads", rounds, dead, races.countWrongRounds(rounds, dead));
    for (Thread racer : racers) {
      racer.join();
    }
  }

  private void processes(int rounds, String dead) throws Exception {
    Path tables = tables(rounds);
    Path barrier = Files.createTempDirectory(folder, "barrier").resolve("rounds");
    LeaseRaces races = LeaseRaces.in(barrier, tables);
    List<Command.Running> racers = new ArrayList<>();
    for (int racer = 0; racer < LeaseRaces.RACERS; racer++) {
      racers.add(
          Command.main(
              LeaseRaces.class.getName(),
              List.of(),
              Map.of(),
              System.getProperty("java.class.path"),
              barrier.toString(),
              tables.toString(),
              String.valueOf(racer),
              String.valueOf(rounds)));
    }
    try {
      report("processes", rounds, dead, races.countWrongRounds(rounds, dead));
    } finally {
      racers.forEach(racer -> racer.process().destroy());
    }
  }

  private static void report(String racers, int rounds, String dead, int wrong) {
    String kind = dead == null ? "a free" : "a dead";
    System.out.printf("%d races of three %s for %s lease: %d wrong%n", rounds, racers, kind, wrong);
    assertEquals(0, wrong);
  }
}
