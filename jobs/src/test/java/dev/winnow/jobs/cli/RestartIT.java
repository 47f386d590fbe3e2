package dev.winnow.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.jobs.configs.ConfigFiles;
import dev.winnow.jobs.support.Command;
import dev.winnow.jobs.support.Script;
import dev.winnow.jobs.support.SmallTexts;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in processes of their own that are killed, or whose disk is full, and started again. */
class RestartIT {

  private static final List<String> TABLES =
      List.of(
          "examples",
          "quarantine",
          "embeddings",
          "prototypes",
          "scores",
          "decisions",
          "curated",
          "shifts",
          "releases",
          "runs");

  /** The settings of small data of other tests, with the log settings that users have. */
  private static final List<String> OPTIONS =
      List.of(
          "-Dspark.sql.shuffle.partitions=1",
          "-Dspark.sql.adaptive.enabled=false",
          "-Dspark.sql.codegen.wholeStage=false",
          "-Dspark.sql.codegen.factoryMode=NO_CODEGEN",
          "-Dlog4j2.configurationFile="
              + ConfigFiles.root().resolve("cluster-configs/conf/log4j2.properties"));

  @TempDir private Path folder;
  private Path texts;

  @BeforeEach
  void write() throws IOException {
    texts = SmallTexts.write(folder.resolve("texts"));
  }

  private Command.Running start(String warehouse, String... options) throws IOException {
    Path recipe = folder.resolve(warehouse + ".yaml");
    Files.writeString(recipe, SmallTexts.recipe("small", folder.resolve(warehouse), texts));
    List<String> all = new ArrayList<>(OPTIONS);
    all.add("-Dspark.master=local[2]");
    all.addAll(List.of(options));
    return Command.start(
        all,
        Map.of(),
        System.getProperty("java.class.path"),
        "run",
        recipe.toString(),
        "--json",
        "--quiet");
  }

  private static String digest(Command done) throws IOException {
    assertEquals(0, done.code(), done.err());
    return new ObjectMapper().readTree(done.out()).path("digest").asText();
  }

  @Test
  void aRunThatIsKilledWhileItMakesATableGoesOn() throws Exception {
    String digest = digest(start("whole").await());
    kills(digest, 2);
  }

  @Test
  @Tag("clusters")
  void twentyRunsThatAreKilledWhileTheyMakeATableGoOn() throws Exception {
    String digest = digest(start("whole").await());
    kills(digest, 20);
  }

  /** Kills runs at the creation of one table after the other, then lets them end. */
  private void kills(String digest, int wanted) throws Exception {
    int kills = 0;
    for (int warehouse = 0; kills < wanted; warehouse++) {
      String name = "killed-" + warehouse;
      for (String table : TABLES) {
        if (kills < wanted && killAtCreation(name, table)) {
          kills++;
        }
      }
      assertEquals(digest, digest(start(name).await()));
    }
    System.out.printf("%d kills at the creation of a table, all runs ended with 0%n", kills);
  }

  /**
   * Starts a run and kills it when a table has a folder for its log and no commit. Returns false if
   * the commit was there first.
   */
  private boolean killAtCreation(String warehouse, String table) throws Exception {
    Path log = folder.resolve(warehouse).resolve("small").resolve(table).resolve("_delta_log");
    if (Files.exists(log)) {
      return false;
    }
    Command.Running running = start(warehouse);
    while (running.process().isAlive()) {
      if (Files.exists(log)) {
        running.process().destroyForcibly();
        break;
      }
      Thread.onSpinWait();
    }
    running.process().waitFor();
    return Files.exists(log) && !hasCommit(log);
  }

  private static boolean hasCommit(Path log) throws IOException {
    try (DirectoryStream<Path> commits = Files.newDirectoryStream(log, "0*.json")) {
      return commits.iterator().hasNext();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Test
  void aFullDiskOfTheTablesIsFiveAndTheRunGoesOnWhenThereIsRoom() throws Exception {
    String digest = digest(start("whole").await());
    Path disk = folder.resolve("full");
    mount(disk, "256k");
    try {
      assertRefused(start("full").await());
      resize(disk, "100m");
      assertEquals(digest, digest(start("full").await()));
    } finally {
      Script.run("", "umount", disk.toString());
    }
  }

  @Test
  void aFullDiskOfShufflesIsFiveAndTheRunGoesOnWhenThereIsRoom() throws Exception {
    String digest = digest(start("whole").await());
    Path disk = folder.resolve("local");
    mount(disk, "1m");
    try {
      String local = "-Dspark.local.dir=" + disk;
      Files.write(disk.resolve("filler"), new byte[900 << 10]);
      assertRefused(start("shuffled", local).await());
      resize(disk, "100m");
      assertEquals(digest, digest(start("shuffled", local).await()));
    } finally {
      Script.run("", "umount", disk.toString());
    }
  }

  private static void assertRefused(Command refused) {
    assertEquals(5, refused.code(), refused.err());
    assertFalse(refused.err().contains("\tat "), refused.err());
    List<String> said = refused.err().lines().filter(l -> l.startsWith("winnow: ")).toList();
    assertEquals(1, said.size(), refused.err());
    assertTrue(said.get(0).contains("No space left on device"), refused.err());
  }

  /** Mounts a small disk in memory; skips the test where that is not allowed. */
  private static void mount(Path disk, String size) throws Exception {
    Files.createDirectories(disk);
    Script mounted =
        Script.run("", "mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", disk.toString());
    assumeTrue(mounted.code() == 0, "no disk of a small size can be mounted: " + mounted.err());
  }

  private static void resize(Path disk, String size) throws Exception {
    Script resized = Script.run("", "mount", "-o", "remount,size=" + size, disk.toString());
    assertEquals(0, resized.code(), resized.err());
  }
}
