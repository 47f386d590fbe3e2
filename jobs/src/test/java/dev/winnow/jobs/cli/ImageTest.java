package dev.winnow.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.winnow.jobs.configs.ConfigFiles;
import dev.winnow.jobs.support.FakeCommands;
import dev.winnow.jobs.support.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks of the Dockerfile, read without an engine, and of the entry point with a stand-in for
 * Java.
 */
class ImageTest {

  private record Instruction(String name, List<String> words) {}

  @TempDir private Path folder;
  private List<Instruction> instructions;

  @BeforeEach
  void parse() throws IOException {
    instructions = new ArrayList<>();
    Map<String, String> arguments = new HashMap<>();
    // A line that ends in a backslash continues on the next; comments are whole lines.
    String text = read("Dockerfile").replaceAll("(?m)^#.*\\n", "").replace("\\\n", " ");
    for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
      String filled = line;
      for (Map.Entry<String, String> argument : arguments.entrySet()) {
        filled = filled.replace("${" + argument.getKey() + "}", argument.getValue());
      }
      List<String> words = List.of(filled.trim().split("\\s+"));
      Instruction instruction = new Instruction(words.get(0), words.subList(1, words.size()));
      if (instruction.name().equals("ARG")) {
        String[] argument = words.get(1).split("=", 2);
        arguments.put(argument[0], argument[1]);
      }
      instructions.add(instruction);
    }
  }

  private List<List<String>> all(String name) {
    return instructions.stream()
        .filter(instruction -> instruction.name().equals(name))
        .map(Instruction::words)
        .toList();
  }

  private List<String> sources() {
    return all("COPY").stream().map(words -> words.get(words.size() - 2)).toList();
  }

  @Test
  void nothingRunsAsRootAndNothingIsFetched() {
    assertEquals(List.of(List.of("185:185")), all("USER"));
    assertEquals(List.of(), all("ADD"));
    int user = index("USER");
    assertTrue(user > index("RUN") && user < index("ENTRYPOINT"), "USER after RUN");
    assertTrue(all("FROM").get(0).get(0).contains("17-jre"), all("FROM").toString());
    for (List<String> words : all("RUN")) {
      assertFalse(String.join(" ", words).matches(".*(https?:|curl|wget).*"), words.toString());
    }
  }

  private int index(String name) {
    List<String> names = instructions.stream().map(Instruction::name).toList();
    assertTrue(names.contains(name), name);
    return names.lastIndexOf(name);
  }

  @Test
  void everyInstructionIsKnown() {
    List<String> known =
        List.of("FROM", "ARG", "RUN", "COPY", "ENV", "WORKDIR", "USER", "ENTRYPOINT");
    for (Instruction instruction : instructions) {
      assertTrue(known.contains(instruction.name()), instruction.name());
    }
  }

  @Test
  void theImageHasAUtf8Locale() {
    assertTrue(all("ENV").get(0).contains("LC_ALL=C.UTF-8"), all("ENV").toString());
  }

  @Test
  void everySourceIsThereOrMadeByTheBuild() {
    for (String source : sources()) {
      if (source.contains("target/")) {
        boolean home = source.equals("cluster-configs/target/spark-home");
        assertTrue(home || source.equals("jobs/target/" + jar()), source);
      } else {
        assertTrue(Files.exists(root().resolve(source)), source);
      }
    }
    Path home = root().resolve("cluster-configs/target/spark-home/jars");
    Path job = root().resolve("jobs/target").resolve(jar());
    assumeTrue(Files.exists(job) && Files.exists(home), "the rest needs a finished build");
    for (String source : sources()) {
      assertTrue(Files.exists(root().resolve(source)), source);
    }
  }

  private static String jar() {
    return "winnow-" + System.getProperty("winnow.version") + "_spark4.2_2.13-all.jar";
  }

  @Test
  void theConfigsNameTheImagesJarWhereItLies() throws IOException {
    String inImage = all("COPY").get(all("COPY").size() - 1).get(1);
    assertEquals("/opt/winnow/" + jar(), inImage);
    for (String file :
        List.of(
            "kubernetes/submit.sh",
            "kubernetes-operator/kubeflow-gpu.yaml",
            "kubernetes-operator/apache-gpu.yaml")) {
      assertTrue(read("cluster-configs/" + file).contains("local://" + inImage), file);
    }
    assertTrue(read("cluster-configs/kubernetes/driver-pod.yaml").contains("runAsUser: 185"));
  }

  @Test
  void theContextHoldsTheCopiedFilesAndNoOthers() throws IOException {
    List<String> lines =
        read(".dockerignore").lines().filter(line -> !line.startsWith("#")).toList();
    assertEquals("*", lines.get(0));
    List<String> kept = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      assertTrue(line.startsWith("!"), line);
      kept.add(line.substring(1));
    }
    List<String> sources =
        sources().stream().map(source -> source.replace(jar(), "winnow-*-all.jar")).toList();
    assertEquals(sources.stream().sorted().toList(), kept.stream().sorted().toList());
  }

  @Test
  void theEntryPointIsCopiedAndExecutable() {
    String entry = String.join(" ", all("ENTRYPOINT").get(0));
    List<String> copied =
        all("COPY").stream()
            .filter(words -> entry.equals("[\"" + words.get(1) + "\"]"))
            .map(words -> words.get(0))
            .toList();
    assertEquals(List.of("cluster-configs/kubernetes/entrypoint.sh"), copied);
    assertTrue(Files.isExecutable(root().resolve(copied.get(0))));
  }

  @Test
  void aDriverIsStartedByTheCommandThatSparksLauncherPrints() throws Exception {
    // The launcher's own form: a zero byte, a newline, and words that end with zero bytes.
    FakeCommands fake =
        new FakeCommands(folder)
            .saying(
                "java",
                """
                printf '%%s\\t' "$@" >>"%1$s/java.calls"
                echo >>"%1$s/java.calls"
                case "$*" in
                  *launcher.Main*) printf '\\000\\n'; printf '%%s\\000' java -Xmx700m 'two words' '' 'two
                lines' ;;
                esac
                """
                    .formatted(folder));
    Script done =
        fake.run(
            Map.of("JAVA_HOME", "", "SPARK_HOME", "/s", "SPARK_DRIVER_BIND_ADDRESS", "10.0.0.1"),
            entryPoint(),
            "driver",
            "--properties-file",
            "/p");
    assertEquals(0, done.code(), done.err());
    String calls = Files.readString(folder.resolve("java.calls"), StandardCharsets.UTF_8);
    assertTrue(
        calls.contains(
            "org.apache.spark.deploy.SparkSubmit\t--conf\tspark.driver.bindAddress=10.0.0.1\t--conf"
                + "\tspark.executorEnv.SPARK_DRIVER_POD_IP=10.0.0.1\t--deploy-mode\tclient"
                + "\t--properties-file\t/p\t\n"),
        calls);
    assertTrue(calls.endsWith("\n-Xmx700m\ttwo words\t\ttwo\nlines\t\n"), calls);
  }

  @Test
  void aLauncherThatFailsEndsTheDriver() throws Exception {
    FakeCommands fake = new FakeCommands(folder).saying("java", "exit 7\n");
    Script done = fake.run(Map.of("JAVA_HOME", ""), entryPoint(), "--version");
    assertEquals(7, done.code(), done.err());
  }

  @Test
  void anExecutorGetsItsOptionsAndIdentity() throws Exception {
    FakeCommands fake = new FakeCommands(folder).ending("java", 0);
    Map<String, String> environment = new HashMap<>();
    environment.put("JAVA_HOME", "");
    environment.put("SPARK_HOME", "/s");
    environment.put("SPARK_JAVA_OPT_0", "-Da=b c");
    environment.put("SPARK_JAVA_OPT_1", "-Dquote='");
    environment.put("SPARK_EXTRA_CLASSPATH", "/opt/winnow/gpu/*");
    environment.put("SPARK_EXECUTOR_MEMORY", "12g");
    environment.put("SPARK_DRIVER_URL", "spark://driver");
    environment.put("SPARK_EXECUTOR_ID", "3");
    environment.put("SPARK_EXECUTOR_CORES", "4");
    environment.put("SPARK_APPLICATION_ID", "app");
    environment.put("SPARK_EXECUTOR_POD_IP", "10.0.0.2");
    environment.put("SPARK_RESOURCE_PROFILE_ID", "0");
    environment.put("SPARK_EXECUTOR_POD_NAME", "pod");
    Script done = fake.run(environment, entryPoint(), "executor");
    assertEquals(0, done.code(), done.err());
    List<String> words = fake.calls("java").get(0);
    assertEquals(List.of("-Da=b c", "-Dquote='", "-Xms12g", "-Xmx12g", "-cp"), words.subList(0, 5));
    assertEquals("/opt/winnow/gpu/*:/s/conf:/s/jars/*", words.get(5));
    assertEquals("org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend", words.get(6));
    assertEquals(
        List.of("--driver-url", "spark://driver", "--executor-id", "3"), words.subList(7, 11));
  }

  private static String entryPoint() {
    return root().resolve("cluster-configs/kubernetes/entrypoint.sh").toString();
  }

  private static Path root() {
    return ConfigFiles.root();
  }

  private static String read(String file) throws IOException {
    return Files.readString(root().resolve(file), StandardCharsets.UTF_8);
  }
}
