package dev.winnow.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.winnow.jobs.cli.common.Versions;
import dev.winnow.jobs.support.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every exit code, each from a separate process and by the shortest way to it; {@link CommandsTest}
 * has the other ways.
 */
@Execution(ExecutionMode.CONCURRENT)
class ExitCodesIT {

  @TempDir private static Path shared;
  private static Command interrupted;
  private static boolean ignored;
  private static boolean releasedWhenInterrupted;
  private static Command done;

  @TempDir private Path folder;

  @BeforeAll
  static void runThatWasInterruptedAndWentOn() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      lines.append("{\"text\": \"common words and word" + i % 7 + " again word" + i % 5 + "\"}\n");
    }
    lines.append("{\"no\": \"text\"}\n");
    Files.writeString(shared.resolve("docs.jsonl"), lines);
    String path = recipe(shared, "").toString();
    Command.Running running = Command.start("run", path);
    running.awaitError("stage 2/6 embed");
    ignored = running.ignores(2);
    running.interrupt();
    interrupted = running.await();
    releasedWhenInterrupted = Files.exists(shared.resolve("tables/small/releases"));
    done = Command.winnow("run", path, "--json");
  }

  private Path recipe(String more) throws IOException {
    return recipe(folder, more);
  }

  private static Path recipe(Path folder, String more) throws IOException {
    Path recipe = folder.resolve("recipe.yaml");
    Files.writeString(
        recipe,
        "apiVersion: winnow/v1\nname: small\nwarehouse: "
            + folder.resolve("tables")
            + "\ninput: {format: jsonl, path: "
            + shared.resolve("docs.jsonl")
            + "}\nembed: {dim: 8}\ncluster: {k: 3}\n"
            + more);
    return recipe;
  }

  @Test
  void aFaultyRecipeIsTwoAndListsItsFaults() throws Exception {
    Command validate = Command.winnow("validate", recipe("prun: {}\nclustr: 3\n").toString());
    assertEquals(2, validate.code());
    assertTrue(validate.err().contains("the recipe has 2 faults"), validate.err());
    assertTrue(validate.err().contains("did you mean prune?"), validate.err());
    assertFalse(validate.err().contains("\tat "), validate.err());
    assertEquals(2, Command.winnow("runn").code());
    assertEquals(2, Command.winnow("run").code());
  }

  @Test
  void missingInputIsThree() throws Exception {
    Command missing =
        Command.winnow("ingest", recipe("").toString(), "--set", "input.path=" + folder + "/none");
    assertEquals(3, missing.code(), missing.err());
    assertTrue(missing.err().contains("winnow: input.path must exist"), missing.err());
  }

  @Test
  void tooManyRefusedRowsAreFour() throws Exception {
    Command refused =
        Command.winnow("ingest", recipe("").toString(), "--set", "input.max_quarantine=0.01");
    assertEquals(4, refused.code(), refused.err());
    assertTrue(
        refused
            .err()
            .contains(
                "quarantined share must be at most input.max_quarantine 0.01, got 1 of 61 rows"),
        refused.err());
  }

  @Test
  void anUnfitSparkIsFive() throws Exception {
    Command refused =
        Command.start(
                List.of(),
                Map.of(),
                Command.classPathWithout("delta-spark"),
                "ingest",
                recipe("").toString())
            .await();
    assertEquals(5, refused.code(), refused.err());
    assertTrue(refused.err().contains("Delta Lake"), refused.err());
  }

  @Test
  void aHeldFolderIsSix() throws Exception {
    Path lease = folder.resolve("tables/small/_lease.json");
    String path = recipe("").toString();
    Files.createDirectories(lease.getParent());
    Files.writeString(
        lease,
        "{\"owner\":\"other\",\"run_id\":\"theirs\",\"host\":\"elsewhere\",\"pid\":1,\"renewed\":"
            + System.currentTimeMillis()
            + "}");
    Command held = Command.winnow("ingest", path);
    assertEquals(6, held.code(), held.err());
    assertTrue(held.err().contains("are held by run theirs, process 1 on elsewhere"), held.err());
  }

  @Test
  void ofTwoStartsAtOnceOneIsDoneAndOneIsSix() throws Exception {
    String path = recipe("").toString();
    Command.Running first = Command.start("ingest", path);
    Command.Running second = Command.start("ingest", path);
    Command one = first.await();
    Command two = second.await();
    Command held = one.code() == 6 ? one : two;
    assertEquals(6, held.code(), one.err() + two.err());
    assertEquals(0, one.code() + two.code() - 6, one.err() + two.err());
    assertTrue(held.err().contains(" are held by run "), held.err());
  }

  @Test
  void anInterruptedRunIs130AndTheNextStartGoesOn() {
    assumeFalse(ignored, "started in the background by a shell that has it ignore interrupts");
    assertEquals(130, interrupted.code(), interrupted.err());
    assertTrue(interrupted.err().contains(": starting Spark for small\n"), interrupted.err());
    assertFalse(interrupted.err().contains("winnow: SparkException"), interrupted.err());
    assertFalse(releasedWhenInterrupted);
    assertEquals(0, done.code(), done.err());
    assertTrue(done.out().startsWith("{\"name\":\"small\""), done.out());
    assertTrue(done.out().contains("\"ingest\":{\"state\":\"reused\""), done.out());
  }

  @Test
  void aTerminatedRunIs143AndGivesItsLeaseBack() throws Exception {
    String path = recipe("").toString();
    Command.Running running = Command.start("run", path);
    running.awaitError("stage 2/6 embed");
    Path lease = folder.resolve("tables/small/_lease.json");
    assertTrue(Files.exists(lease));
    running.signal("TERM");
    Command terminated = running.await();
    assertEquals(143, terminated.code(), terminated.err());
    assertFalse(terminated.err().contains("winnow: SparkException"), terminated.err());
    assertFalse(Files.exists(lease));
    assertFalse(Files.exists(folder.resolve("tables/small/releases")));
  }

  @Test
  void aRunWhoseTerminalClosesIs129() throws Exception {
    Command.Running running = Command.start("ingest", recipe("").toString());
    running.awaitError("starting Spark");
    assumeFalse(running.ignores(1), "started by nohup, which has it ignore a closed terminal");
    running.signal("HUP");
    assertEquals(129, running.await().code());
  }

  @Test
  void anInternalFaultIsOneWithoutItsTrace() throws Exception {
    String path = recipe("").toString();
    Path log = Files.createDirectories(folder.resolve("tables/small/runs/_delta_log"));
    Files.writeString(log.resolve("00000000000000000000.json"), "no json");
    Command fault = Command.winnow("ingest", path);
    assertEquals(1, fault.code(), fault.err());
    assertTrue(fault.err().contains("run with --debug for the stack trace"), fault.err());
    assertFalse(fault.err().contains("\tat dev.winnow."), fault.err());
  }

  @Test
  void helpAndVersionAreZeroAndNameTheCodes() throws Exception {
    Command help = Command.winnow("run", "--help");
    assertEquals(0, help.code());
    assertTrue(help.out().contains("6     output conflict"), help.out());
    assertTrue(help.out().contains("143   ended by SIGTERM"), help.out());
    assertTrue(help.out().contains("Examples:"), help.out());
    Command version = Command.winnow("--version");
    assertEquals(0, version.code());
    String line = "line   Spark " + Versions.properties().getProperty("spark.line") + ", Scala 2.1";
    assertTrue(version.out().contains(line), version.out());
  }
}
