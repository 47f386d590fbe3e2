package dev.winnow.jobs.configs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.winnow.jobs.support.FakeCommands;
import dev.winnow.jobs.support.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the scripts of cluster-configs against stand-ins for the programs that they start. */
class ClusterConfigsScriptsTest {

  private static final Map<String, String> NO_WAIT = Map.of("WINNOW_RETRY_SECONDS", "0");

  @TempDir private Path folder;
  private FakeCommands fake;

  @BeforeEach
  void commands() {
    fake = new FakeCommands(folder);
  }

  private static String config(String name) {
    return ConfigFiles.root().resolve("cluster-configs").resolve(name).toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"standalone/submit.sh", "yarn/submit.sh"})
  void aSubmitScriptEndsWithTheCodeOfTheFirstFailedStep(String script) throws Exception {
    Script done = fake.ending("spark-submit", 0, 4).run(Map.of(), "sh", config(script));
    assertEquals(4, done.code(), done.err());
    assertEquals(List.of("ingest", "embed"), fake.commands());
  }

  @Test
  void onKubernetesTheCodeOfTheDriversContainerDecides() throws Exception {
    // Both calls of spark-submit end with 0, as the real one does.
    fake.saying(
        "spark-submit",
        """
        printf '%%s\\t' "$@" >>"%1$s/spark-submit.calls"
        echo >>"%1$s/spark-submit.calls"
        case "$*" in
          *" embed "*) printf '\\t container name: spark-kubernetes-driver\\n\\t exit code: 5\\n' ;;
          *) printf '\\t container name: spark-kubernetes-driver\\n\\t exit code: 0\\n' ;;
        esac
        """
            .formatted(folder));
    Script done = fake.run(Map.of(), "sh", config("kubernetes/submit.sh"));
    assertEquals(5, done.code(), done.err());
    assertEquals(List.of("ingest", "embed"), fake.commands());
  }

  @Test
  void onKubernetesASubmitWithoutADriverIsAFailure() throws Exception {
    Script done =
        fake.printing("spark-submit", "no such namespace", 1)
            .run(Map.of(), "sh", config("kubernetes/submit.sh"));
    assertEquals(1, done.code(), done.err());
    assertEquals(List.of("ingest"), fake.commands());
  }

  @Test
  void theDagSubmitsIngestEmbedAndRunInThisOrder() throws Exception {
    python();
    Script done = dag();
    assertEquals(0, done.code(), done.err());
    assertEquals(List.of("ingest", "embed", "run"), fake.commands());
    List<List<String>> calls = fake.calls("spark-submit");
    assertTrue(!calls.get(0).contains("spark.executor.resource.gpu.amount=1"));
    assertTrue(calls.get(1).contains("spark.executor.resource.gpu.amount=1"));
    assertTrue(!calls.get(2).contains("spark.executor.resource.gpu.amount=1"));
  }

  @Test
  void aFailedQualityGateFailsTheDagAtOnce() throws Exception {
    python();
    Script done = dag(4);
    assertEquals(4, done.code(), done.err());
    assertEquals(List.of("ingest"), fake.commands());
  }

  @Test
  void theDagReadsTheCodeOfADriverInAPodOfItsOwn() throws Exception {
    python();
    fake.saying("spark-submit", "printf '\\t container state: terminated\\n\\t exit code: 4\\n'\n");
    assertEquals(4, fake.run(NO_WAIT, "python3", config("airflow/winnow_dag.py")).code());
  }

  @Test
  void heldTablesAreTriedAgain() throws Exception {
    python();
    Script done = dag(0, 6, 6);
    assertEquals(0, done.code(), done.err());
    assertEquals(List.of("ingest", "embed", "embed", "embed", "run"), fake.commands());
  }

  @Test
  void tablesThatStayHeldFailTheDagInTheEnd() throws Exception {
    python();
    Script done = dag(6, 6, 6, 6, 6, 6, 6);
    assertEquals(6, done.code(), done.err());
    assertEquals(6, fake.commands().size());
  }

  @Test
  void airflowRunsTheTasksInOrderAndTriesHeldTablesAgain() throws Exception {
    python();
    Script done = airflow(0, 6, 1);
    assertEquals(
        """
        ingest success
        embed up for retry
        embed up for retry
        embed success
        run success
        """,
        states(done));
    assertEquals(List.of("ingest", "embed", "embed", "embed", "run"), fake.commands());
  }

  @Test
  void airflowDoesNotTryAFailedQualityGateAgain() throws Exception {
    python();
    Script done = airflow(0, 4);
    assertEquals("ingest success\nembed failed\n", states(done));
    assertEquals(List.of("ingest", "embed"), fake.commands());
  }

  private static void python() {
    assumeTrue(Script.has("python3"), "python3 is not on the PATH");
  }

  private Script dag(int... codes) throws IOException, InterruptedException {
    fake.ending("spark-submit", codes);
    return fake.run(NO_WAIT, "python3", config("airflow/winnow_dag.py"));
  }

  private Script airflow(int... codes) throws Exception {
    fake.ending("spark-submit", codes);
    Path runner = Path.of(ClusterConfigsScriptsTest.class.getResource("run_dag.py").toURI());
    return fake.run(Map.of(), "python3", runner.toString(), config("airflow/winnow_dag.py"));
  }

  /** Returns the states of tasks that the runner prints, without the output of the commands. */
  private static String states(Script done) {
    assertEquals(0, done.code(), done.err());
    return done.out()
        .lines()
        .filter(line -> !line.startsWith("ended with"))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void cronMailsFailuresButNotHeldTables() throws Exception {
    assumeTrue(Script.has("flock"), "flock is not on the PATH");
    String crontab = ConfigFiles.read().text("cron/crontab");
    Matcher lines = Pattern.compile("(?m)^[0-9]+ [0-9]+ \\* \\* \\* (.*)$").matcher(crontab);
    int found = 0;
    while (lines.find()) {
      String line = lines.group(1).replace("/tmp/", folder + "/");
      assertEquals("", cron(line, 0));
      assertEquals("", cron(line, 6));
      assertEquals("ended with 4\n", cron(line, 4));
      found++;
    }
    assertEquals(2, found);
  }

  /** Returns the output of a line, which cron mails. */
  private String cron(String line, int code) throws IOException, InterruptedException {
    Files.deleteIfExists(folder.resolve("spark-submit.calls"));
    Script done = fake.ending("spark-submit", code).run(Map.of(), "sh", "-c", line);
    assertEquals(List.of("run"), fake.commands());
    return done.out() + done.err();
  }

  @Test
  void discoveryNamesEveryGpuAsCudaDoes() throws Exception {
    fake.saying("nvidia-smi", "printf '0\\n1\\n2\\n'\n");
    assertEquals(
        "{\"name\":\"gpu\",\"addresses\":[\"0\",\"1\",\"2\"]}\n", discover(Map.of()).out());
    assertEquals("{\"name\":\"gpu\",\"addresses\":[\"0\"]}\n", visible("2").out());
    assertEquals("{\"name\":\"gpu\",\"addresses\":[\"0\",\"1\"]}\n", visible("2,0").out());
    assertEquals("{\"name\":\"gpu\",\"addresses\":[\"0\"]}\n", visible("1,-1,2").out());
    assertEquals("{\"name\":\"gpu\",\"addresses\":[\"0\"]}\n", visible("GPU-8a1b").out());
  }

  @Test
  void discoveryFailsWithoutAGpuAndSaysWhy() throws Exception {
    fake.saying("nvidia-smi", "printf '0\\n'\n");
    assertRefused(visible(""), "hides every GPU");
    assertRefused(visible("-1"), "hides every GPU");
    assertRefused(visible("7"), "names none of the 1 GPUs");
    fake.saying("nvidia-smi", "echo 'No devices were found'\n");
    assertRefused(discover(Map.of()), "lists no GPU: No devices were found");
    fake.saying("nvidia-smi", "echo 'driver not loaded'; exit 9\n");
    assertRefused(discover(Map.of()), "nvidia-smi failed: driver not loaded");
  }

  private static void assertRefused(Script done, String why) {
    assertEquals(1, done.code());
    assertEquals("", done.out());
    assertTrue(done.err().contains(why), done.err());
  }

  private Script visible(String devices) throws IOException, InterruptedException {
    return discover(Map.of("CUDA_VISIBLE_DEVICES", devices));
  }

  private Script discover(Map<String, String> environment)
      throws IOException, InterruptedException {
    return fake.run(environment, "sh", config("gpu-discovery.sh"));
  }
}
