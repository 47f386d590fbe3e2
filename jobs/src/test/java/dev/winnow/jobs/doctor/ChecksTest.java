package dev.winnow.jobs.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.doctor.Check.State;
import dev.winnow.jobs.tables.CommitTrial;
import dev.winnow.transforms.LocalSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksTest {

  private static final Map<String, String> DELTA =
      Map.of(
          "spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension",
          "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");

  private static final Needs NOTHING = new Needs(false, false, false);
  private static final Needs MODELS = new Needs(true, false, true);

  private static State state(List<Check> checks, String name) {
    return checks.stream()
        .filter(check -> check.check().equals(name))
        .map(Check::state)
        .max(State::compareTo)
        .orElseThrow();
  }

  private static State settings(String key, String value) {
    Map<String, String> all = new LinkedHashMap<>(DELTA);
    all.put(key, value);
    return state(new DeltaChecks(all, "4.4.0").all("4.4.0"), "delta settings");
  }

  @Test
  void aMessageIsSplitAtItsRemedy() {
    Check check = Check.of("places", State.FAIL, "input.path must exist, /a; b does not; make it");

    assertEquals("input.path must exist, /a; b does not", check.finding());
    assertEquals("make it", check.fix());
  }

  @Test
  void aSessionWithoutDeltaFails() {
    assertEquals(
        State.FAIL, state(new DeltaChecks(Map.of(), "4.4.0").all("4.4.0"), "delta extension"));
    assertEquals(State.OK, state(new DeltaChecks(DELTA, "4.4.0").all("4.4.0"), "delta extension"));
  }

  @Test
  void anotherDeltaThanThatOfTheJarFails() {
    assertEquals(State.FAIL, state(new DeltaChecks(DELTA, "4.4.0").all("4.0.0"), "delta"));
    assertEquals(State.FAIL, state(new DeltaChecks(DELTA, "4.4.0").all(null), "delta"));
  }

  @Test
  void defaultsOfTablesThatRaiseTheReaderFail() {
    String defaults = "spark.databricks.delta.properties.defaults.";

    assertEquals(State.FAIL, settings(defaults + "feature.v2Checkpoint", "supported"));
    assertEquals(State.FAIL, settings(defaults + "enableTypeWidening", "true"));
    assertEquals(State.FAIL, settings(defaults + "appendOnly", "true"));
    assertEquals(State.OK, settings(defaults + "enableDeletionVectors", "true"));
    assertEquals(State.OK, settings(defaults + "enableChangeDataFeed", "true"));
    assertEquals(State.OK, settings(defaults + "enableRowTracking", "false"));
  }

  @Test
  void settingsThatRiskReleasesOrCommitsAreNamed() {
    assertEquals(
        State.WARN, settings("spark.databricks.delta.retentionDurationCheck.enabled", "false"));
    assertEquals(State.WARN, settings("spark.databricks.delta.stats.collect", "false"));
    assertEquals(State.FAIL, settings("spark.hadoop.delta.enableFastS3AListFrom", "true"));
    assertEquals(State.OK, settings("spark.databricks.delta.snapshotPartitions", "1"));
  }

  @Test
  void aLocaleWithoutUtf8AndAHeapThatTakesAllMemoryAreWarnings() {
    assertEquals(State.OK, JvmChecks.locale("UTF-8").state());
    assertEquals(State.WARN, JvmChecks.locale("ANSI_X3.4-1968").state());
    assertEquals(State.OK, JvmChecks.memory(4L << 30, 16L << 30).state());
    assertEquals(State.WARN, JvmChecks.memory(15L << 30, 16L << 30).state());
    assertEquals(State.WARN, JvmChecks.memory(256L << 20, 16L << 30).state());
  }

  private static List<Check> executors(Needs needs, ExecutorFacts facts) {
    return new ExecutorChecks(needs).of(Map.of("3", facts), "spark://host:7077");
  }

  @Test
  void nativeLibrariesFailOnlyWhereARecipeNeedsThem() {
    ExecutorFacts facts =
        new ExecutorFacts(
            "3", Runtime.version().feature(), "k", "UTF-8", "", "", "no libstdc++", false);

    assertEquals(State.WARN, state(executors(NOTHING, facts), "native libraries"));
    assertEquals(State.FAIL, state(executors(MODELS, facts), "native libraries"));
    assertEquals(State.OK, state(executors(NOTHING, facts), "gpu"));
    assertEquals(State.FAIL, state(executors(MODELS, facts), "gpu"));
    assertTrue(executors(MODELS, facts).toString().contains("executor 3"));
  }

  @Test
  void anExecutorOfAnotherJavaOrWithoutScratchFails() {
    ExecutorFacts facts =
        new ExecutorFacts("3", 11, "k", "UTF-8", "NoSpace at /tmp", "", "", false);

    assertEquals(State.FAIL, state(executors(NOTHING, facts), "executor java"));
    assertEquals(State.FAIL, state(executors(NOTHING, facts), "executor scratch"));
  }

  @Test
  void aLocalFolderThatIsAFileFails(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");

    assertEquals(State.FAIL, PlaceChecks.room("local folder", file.resolve("below")).state());
  }

  private static Check fileSystem(long modified) {
    return Clocks.ofFileSystem("/tables", new CommitTrial.Stamp(100_000, modified, 100_400));
  }

  @Test
  void aClockThatDiffersByMoreThanTwoSecondsIsAWarningAndByMoreThanAMinuteAFailure() {
    // The file was written between 100.0 and 100.4 s by the clock of the driver.
    assertEquals(State.OK, fileSystem(100_200).state());
    assertEquals(State.OK, fileSystem(98_000).state());
    assertEquals(State.OK, fileSystem(102_400).state());
    assertEquals(State.WARN, fileSystem(97_999).state());
    assertEquals(State.WARN, fileSystem(160_400).state());
    assertEquals(State.FAIL, fileSystem(39_999).state());
    Check ahead = fileSystem(165_500);
    assertEquals(State.FAIL, ahead.state());
    assertEquals("the file system of /tables is 65.1 s ahead of this driver", ahead.finding());
    assertTrue(ahead.fix().contains("NTP"), ahead.fix());
    assertEquals(State.OK, Clocks.ofFileSystem("/tables", null).state());
  }

  @Test
  void ofTheExecutorsTheOneWhoseClockDiffersMostIsNamed() {
    Check check =
        Clocks.ofExecutors(
            List.of(
                new Clocks.Reading("1", 100_100L),
                new Clocks.Reading("2", 103_000L),
                new Clocks.Reading("3", 90_000L),
                new Clocks.Reading("3", 100_000L)),
            100_000,
            100_400);

    assertEquals(State.WARN, check.state());
    assertEquals("executor 3 is 10.0 s behind this driver", check.finding());
  }

  @Test
  void theFileSystemOfThisMachineHasTheClockOfThisJvm(@TempDir Path folder) {
    List<Check> checks = PlaceChecks.ofWarehouse(LocalSpark.session(), folder.toString());

    assertEquals(State.OK, state(checks, "clock"));
    assertTrue(checks.toString().contains("is within 2 s of this driver"), checks.toString());
  }
}
