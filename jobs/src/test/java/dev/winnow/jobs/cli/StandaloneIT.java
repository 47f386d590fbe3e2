package dev.winnow.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.jobs.configs.ConfigFiles;
import dev.winnow.jobs.sample.SampleCorpus;
import dev.winnow.jobs.support.Command;
import dev.winnow.jobs.support.Script;
import dev.winnow.jobs.support.SparkHome;
import dev.winnow.transforms.TinyModels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job's jar on a standalone cluster of this machine, and the script that starts it. */
@Tag("clusters")
class StandaloneIT {

  private static final String RECIPE =
      """
      apiVersion: winnow/v1
      name: texts
      warehouse: %1$s
      input: {format: jsonl, path: "%2$s", id: id, label: label}
      embed: {encoder: tfidf-svd, dim: 16}
      cluster: {k: 8, iterations: 4}
      prune: {keep: hard, keep_fraction: 0.5, balance: {floor: 0.5}}
      ---
      apiVersion: winnow/v1
      name: texts-djl
      warehouse: %1$s
      input: {format: jsonl, path: "%2$s", id: id, label: label}
      embed: {encoder: djl, model: "%3$s", batch: 16}
      cluster: {k: 8, iterations: 4}
      prune: {keep: easy, keep_fraction: 0.5}
      """;

  @TempDir private Path folder;
  private static Path jar;
  private static SparkHome spark;

  @BeforeAll
  static void sparkHome() throws IOException {
    jar = Path.of(System.getProperty("winnow.all.jar", "target/none.jar"));
    assumeTrue(Files.exists(jar), jar + " is made by the phase package");
    spark = SparkHome.assemble(jar.resolveSibling("standalone-spark-home"));
  }

  @Test
  void theJarOnAClusterPublishesTheDigestsOfOneProcess() throws Exception {
    try {
      Script up = cluster("0", "up");
      assertEquals(0, up.code(), up.err());
      String master = up.out().lines().findFirst().orElseThrow().replaceFirst("master +", "");
      assertTrue(master.matches("spark://127\\.0\\.0\\.1:[0-9]+"), up.out());
      assertEquals(up.out(), cluster("0", "up").out(), "up is a no-op where all run");
      Script status = cluster("0", "status");
      assertEquals(0, status.code(), status.out());
      assertEquals(3, status.out().lines().filter(line -> line.contains("running")).count());

      Map<String, String> onCluster = digests(master, "cluster");
      assertEquals(2, onCluster.size());
      assertEquals(digests("local[2]", "local"), onCluster);
      assertTrue(ran("worker-1"), "worker 1");
      assertTrue(ran("worker-2"), "worker 2");
    } finally {
      Script down = cluster("0", "down");
      assertEquals(0, down.code(), down.err());
    }
    Script status = cluster("0", "status");
    assertEquals(3, status.code());
    assertEquals(3, status.out().lines().filter(line -> line.contains("not running")).count());
    Script again = cluster("0", "down");
    assertEquals(0, again.code());
    assertEquals("", again.out());
  }

  @Test
  void aTakenPortIsNamedAndLeavesNothingBehind() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = String.valueOf(other.getLocalPort());
      Script up = cluster(port, "up");
      assertEquals(5, up.code(), up.err());
      assertTrue(up.err().contains("port " + port + " must be free, and is taken"), up.err());
      assertEquals(3, cluster(port, "status").code());
    }
  }

  @Test
  void aProcessThatOnlyHasThePidIsNotStopped() throws Exception {
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      Path pid = Files.createDirectories(run()).resolve("master.pid");
      Files.writeString(pid, other.pid() + "\n");
      assertEquals(3, cluster("0", "status").code());
      assertEquals(0, cluster("0", "down").code());
      assertTrue(other.isAlive());
      assertFalse(Files.exists(pid));
    } finally {
      other.destroy();
    }
  }

  @Test
  void anUnknownWordIsAFaultOfUsage() throws Exception {
    Script done = cluster("0", "restart");
    assertEquals(2, done.code());
    assertTrue(done.err().contains("up, status and down"), done.err());
    assertEquals(2, cluster("any", "up").code());
  }

  private Path run() {
    return folder.resolve("run");
  }

  private boolean ran(String worker) throws IOException {
    return Files.readString(run().resolve(worker + ".log"), StandardCharsets.UTF_8)
        .contains("Asked to launch executor");
  }

  private Script cluster(String port, String word) throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>();
    environment.put("SPARK_HOME", spark.path().toString());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("WINNOW_CLUSTER_DIR", run().toString());
    environment.put("WINNOW_CLUSTER_WAIT", "300");
    environment.put("WINNOW_MASTER_PORT", port);
    Path script = ConfigFiles.root().resolve("cluster-configs/standalone/cluster.sh");
    return Script.run("", environment, List.of(script.toString(), word));
  }

  /**
   * Submits the jar as a user of a cluster does: recipe and model by URI, nothing else of this
   * project.
   */
  private Map<String, String> digests(String master, String name) throws Exception {
    Path texts = folder.resolve("texts.jsonl");
    if (!Files.exists(texts)) {
      Map<String, byte[]> files = new TreeMap<>();
      SampleCorpus.write(files::put, 42);
      List<String> lines =
          new String(files.get("texts.jsonl"), StandardCharsets.ISO_8859_1).lines().toList();
      // The broken lines of the sample stand anywhere, so a part of it has some.
      Files.writeString(
          texts, String.join("\n", lines.subList(0, 1200)) + "\n", StandardCharsets.ISO_8859_1);
    }
    Path recipe = folder.resolve("recipe-" + name + ".yaml");
    Files.writeString(
        recipe,
        RECIPE.formatted(
            folder.resolve("tables-" + name).toUri(),
            texts.toUri(),
            TinyModels.texts(folder.resolve("model")).toUri()));
    Command done =
        Command.main(
                "org.apache.spark.deploy.SparkSubmit",
                List.of(),
                Map.of(
                    "SPARK_HOME", spark.path().toString(),
                    "SPARK_LOCAL_IP", "127.0.0.1",
                    "SPARK_CONF_DIR", spark.path().resolve("conf").toString()),
                spark.classPath(),
                "--master",
                master,
                "--conf",
                "spark.sql.shuffle.partitions=3",
                "--conf",
                "spark.databricks.delta.snapshotPartitions=2",
                "--class",
                "dev.winnow.jobs.Winnow",
                jar.toString(),
                "run",
                recipe.toUri().toString(),
                "--json")
            .await();
    assertEquals(0, done.code(), done.err());
    Map<String, String> digests = new TreeMap<>();
    for (JsonNode one : new ObjectMapper().readTree(done.out()).path("runs")) {
      digests.put(one.path("name").asText(), one.path("digest").asText());
    }
    return digests;
  }
}
