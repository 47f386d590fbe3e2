package dev.winnow.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.jobs.Command;
import dev.winnow.transforms.sample.SampleCorpus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two executor processes give the digest of one. */
class LocalClusterIT {

  @TempDir private Path folder;

  @Test
  void twoExecutorsPublishTheSameDigestAsOneProcess() throws Exception {
    SampleCorpus.write(folder.resolve("corpus"), 42);
    String one = digest("local[1]", folder.resolve("one"));
    String two = digest("local-cluster[2,1,1536]", folder.resolve("two"));
    assertEquals(one, two);
  }

  private String digest(String master, Path warehouse) throws Exception {
    Path recipe = folder.resolve("recipe.yaml");
    Files.writeString(
        recipe,
        "apiVersion: winnow/v1\nname: texts\nwarehouse: "
            + warehouse
            + "\ninput: {format: jsonl, path: "
            + folder.resolve("corpus/texts.jsonl")
            + ", id: id, label: label}\nembed: {dim: 16}\ncluster: {k: 10, iterations: 4}\n"
            + "prune: {keep: hard, keep_fraction: 0.5}\n");
    String classPath = System.getProperty("java.class.path");
    Command run =
        Command.start(
                List.of(
                    "-Dspark.master=" + master,
                    "-Dspark.executor.memory=1g",
                    "-Dspark.driver.host=127.0.0.1",
                    "-Dspark.driver.bindAddress=127.0.0.1",
                    "-Dspark.executor.extraClassPath=" + classPath),
                Map.of(
                    "SPARK_HOME", sparkHome(classPath).toString(),
                    "SPARK_SCALA_VERSION", Versions.properties().getProperty("scala"),
                    "SPARK_LOCAL_IP", "127.0.0.1"),
                classPath,
                "run",
                recipe.toString(),
                "--json")
            .await();
    assertEquals(0, run.code(), run.err());
    return new ObjectMapper().readTree(run.out()).path("digest").asText();
  }

  /** What Spark's worker asks of a Spark home: a RELEASE file and a folder of jars. */
  private Path sparkHome(String classPath) throws IOException {
    Path home = folder.resolve("spark-home");
    if (!Files.exists(home)) {
      Files.createDirectories(home.resolve("jars"));
      Files.writeString(home.resolve("RELEASE"), "assembled by a test\n");
      for (String entry : classPath.split(File.pathSeparator, -1)) {
        Path jar = Path.of(entry);
        Path link = home.resolve("jars").resolve(jar.getFileName());
        if (entry.endsWith(".jar") && !Files.exists(link)) {
          Files.createSymbolicLink(link, jar);
        }
      }
    }
    return home;
  }
}
