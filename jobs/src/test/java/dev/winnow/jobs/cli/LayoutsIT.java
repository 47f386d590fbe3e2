package dev.winnow.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.jobs.cli.common.Versions;
import dev.winnow.jobs.sample.SampleCorpus;
import dev.winnow.jobs.support.Command;
import dev.winnow.jobs.support.SparkHome;
import dev.winnow.transforms.TinyModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One core, two cores and two executor processes give one digest, in the session that users get.
 */
class LayoutsIT {

  private static final String IMAGES =
      """
      apiVersion: winnow/v1
      name: images
      warehouse: %1$s
      input: {format: images, path: %2$s/images}
      embed: {encoder: patch-kmeans, dim: 16}
      cluster: {k: 8, iterations: 4}
      prune: {keep: hard, keep_fraction: 0.5, balance: {floor: 0.5}}
      """;

  private static final String TEXTS =
      """
      apiVersion: winnow/v1
      name: texts
      warehouse: %1$s
      input: {format: jsonl, path: "%2$s/texts-*.jsonl", id: id, label: label}
      embed: {encoder: tfidf-svd, dim: 16}
      cluster: {k: 8, iterations: 4}
      prune: {keep: easy, keep_fraction: 0.5}
      """;

  private static final String TEXTS_DJL =
      """
      apiVersion: winnow/v1
      name: texts-djl
      warehouse: %1$s
      input: {format: jsonl, path: "%2$s/texts-*.jsonl", id: id, label: label}
      embed: {encoder: djl, model: %3$s, batch: 16}
      cluster: {k: 8, iterations: 4, init: "k-means++"}
      prune: {keep: middle, keep_fraction: 0.5}
      """;

  /**
   * Options for a quick start, because processes of a few seconds spend more time on compilation
   * than on work.
   */
  private static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1";

  /** Options with the compiler that vectorises, which the arithmetic of patch-kmeans needs. */
  private static final String BOTH_COMPILERS = "-XX:TieredStopAtLevel=4";

  @TempDir private Path folder;
  private static SparkHome spark;

  /**
   * Lies beside the jars of the build, because JUnit would delete a temporary folder link by link.
   */
  @BeforeAll
  static void sparkHome() throws IOException {
    spark =
        SparkHome.assemble(
            Path.of(System.getProperty("winnow.all.jar", "target/none.jar"))
                .toAbsolutePath()
                .resolveSibling("layouts-spark-home"));
  }

  @Test
  void twoExecutorsPublishTheDigestOfOneProcess() throws Exception {
    List<Map<String, String>> layouts =
        digests(FIRST_COMPILER, TEXTS_DJL, "local[2]", "2", "local-cluster[2,1,1536]", "7");
    assertEquals(Set.of("texts-djl"), layouts.get(0).keySet());
    assertEquals(layouts.get(0), layouts.get(1));
  }

  @Test
  @Tag("long")
  void twoExecutorsDropTheDuplicatesOfOneProcess() throws Exception {
    List<Map<String, String>> layouts =
        digests(
            FIRST_COMPILER,
            TEXTS_DJL + "dedup: {epsilon: 0.0001, probes: 1}\n",
            "local[2]",
            "2",
            "local-cluster[2,1,1536]",
            "7");
    assertEquals(Set.of("texts-djl"), layouts.get(0).keySet());
    assertEquals(layouts.get(0), layouts.get(1));
  }

  @Test
  @Tag("clusters")
  void everyLayoutPublishesTheSameDigestsThroughEveryEncoder() throws Exception {
    List<Map<String, String>> layouts =
        digests(
            BOTH_COMPILERS,
            String.join("---\n", IMAGES, TEXTS, TEXTS_DJL),
            "local[1]",
            "1",
            "local[2]",
            "7",
            "local-cluster[2,1,1536]",
            "2");
    assertEquals(Set.of("images", "texts", "texts-djl"), layouts.get(0).keySet());
    assertEquals(layouts.get(0), layouts.get(1));
    assertEquals(layouts.get(0), layouts.get(2));
  }

  /** Writes about 80 images of the sample corpus, and about 200 of its texts in three files. */
  private void corpus() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    SampleCorpus.write(files::put, 42);
    int images = (int) files.keySet().stream().filter(LayoutsIT::isImage).count();
    int number = 0;
    StringBuilder[] parts = {new StringBuilder(), new StringBuilder(), new StringBuilder()};
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (isImage(file.getKey()) && number++ % (images / 80) == 0) {
        Path path = folder.resolve("corpus").resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
    }
    List<String> lines =
        new String(files.get("texts.jsonl"), StandardCharsets.ISO_8859_1).lines().toList();
    for (int i = 0; i < 200; i++) {
      parts[i % 3].append(lines.get(i * (lines.size() / 200))).append('\n');
    }
    for (int i = 0; i < parts.length; i++) {
      Files.writeString(
          folder.resolve("corpus/texts-" + i + ".jsonl"), parts[i], StandardCharsets.ISO_8859_1);
    }
  }

  private static boolean isImage(String file) {
    return file.startsWith("images/");
  }

  /**
   * Returns the digests of each layout by recipe. A layout is a master and a number of shuffle
   * partitions.
   */
  private List<Map<String, String>> digests(String compiler, String yaml, String... layouts)
      throws Exception {
    corpus();
    List<String> arguments = new ArrayList<>();
    Path model = TinyModels.texts(folder.resolve("model"));
    for (int i = 0; i < layouts.length; i += 2) {
      Path recipe = folder.resolve("recipe-" + i + ".yaml");
      Files.writeString(
          recipe, yaml.formatted(folder.resolve("tables-" + i), folder.resolve("corpus"), model));
      arguments.addAll(List.of(layouts[i], layouts[i + 1], recipe.toString()));
    }
    String classPath = System.getProperty("java.class.path");
    Command run =
        Command.main(
                Layouts.class.getName(),
                List.of(
                    compiler,
                    "-Dspark.executor.memory=1g",
                    "-Dspark.executor.extraJavaOptions=-XX:+UseSerialGC " + compiler,
                    "-Dspark.executor.extraClassPath=" + classPath),
                Map.of(
                    "SPARK_HOME", spark.path().toString(),
                    "SPARK_SCALA_VERSION", Versions.properties().getProperty("scala"),
                    "SPARK_LOCAL_IP", "127.0.0.1"),
                classPath,
                arguments.toArray(String[]::new))
            .await();
    assertEquals(0, run.code(), run.err());
    List<Map<String, String>> digests = new ArrayList<>();
    for (String line : run.out().lines().filter(l -> l.startsWith("{")).toList()) {
      Map<String, String> ofLayout = new TreeMap<>();
      JsonNode json = new ObjectMapper().readTree(line);
      for (JsonNode one : json.has("runs") ? json.path("runs") : List.of(json)) {
        ofLayout.put(one.path("name").asText(), one.path("digest").asText());
        JsonNode semantic = one.path("stages").path("semantic").path("rows");
        assertTrue(semantic.asInt(1) > 0, "a recipe that drops semantic duplicates must find some");
      }
      digests.add(ofLayout);
    }
    return digests;
  }

  /** Runs a recipe in one layout after the other, each in a new Spark session. */
  static final class Layouts {

    /** Runs with triples of a master, a number of shuffle partitions and a recipe. */
    public static void main(String[] args) {
      for (int i = 0; i < args.length; i += 3) {
        System.setProperty("spark.master", args[i]);
        System.setProperty("spark.sql.shuffle.partitions", args[i + 1]);
        int code =
            WinnowCommand.execute(
                new String[] {"run", args[i + 2], "--json"}, System.out, System.err);
        if (code != 0) {
          System.exit(code);
        }
      }
    }

    private Layouts() {}
  }
}
