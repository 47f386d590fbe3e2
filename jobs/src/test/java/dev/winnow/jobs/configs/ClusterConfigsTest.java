package dev.winnow.jobs.configs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.winnow.jobs.support.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterConfigsTest {

  private static ConfigFiles files;
  private static ConfigLint lint;

  @BeforeAll
  static void read() throws IOException {
    files = ConfigFiles.read();
    lint = new ConfigLint(files);
  }

  static Set<String> files() throws IOException {
    return ConfigFiles.read().names();
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFileIsSound(String file) throws Exception {
    assumeTrue(!file.endsWith(".py") || Script.has("python3"), "python3 is not on the PATH");
    assertEquals(List.of(), lint.check(file, files.text(file)));
  }

  @Test
  void everyPlatformHasItsFiles() {
    for (String folder :
        List.of(
            "standalone/",
            "yarn/",
            "kubernetes/",
            "kubernetes-operator/",
            "emr/",
            "databricks/",
            "dataproc/",
            "airflow/",
            "cron/",
            "recipes/")) {
      assertTrue(files.names().stream().anyMatch(name -> name.startsWith(folder)), folder);
    }
  }

  @Test
  void everyFileThatNamesTheJarHoldsJobs() throws Exception {
    for (String name : files.names()) {
      boolean skipped = name.endsWith(".py") && !Script.has("python3");
      if (files.text(name).contains("-all.jar") && !name.endsWith(".md") && !skipped) {
        assertNotEquals(List.of(), ConfigLint.jobs(files, name), name);
      }
    }
  }

  @Test
  void everyScriptIsExecutable() {
    for (String name : files.names()) {
      if (name.endsWith(".sh")) {
        assertTrue(
            Files.isExecutable(ConfigFiles.root().resolve("cluster-configs").resolve(name)), name);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "standalone/submit.sh",
        "yarn/submit.sh",
        "kubernetes/submit.sh",
        "kubernetes-operator/kubeflow-gpu.yaml",
        "kubernetes-operator/apache-gpu.yaml",
        "emr/steps-emr8-gpu.json",
        "databricks/databricks.yml",
        "dataproc/submit.sh",
        "airflow/winnow_dag.py"
      })
  void aPlatformWithGpusIngestsEmbedsAndRunsOneRecipe(String file) throws Exception {
    assumeTrue(!file.endsWith(".py") || Script.has("python3"), "python3 is not on the PATH");
    List<List<String>> commands =
        ConfigLint.jobs(files, file).stream().map(SubmitLine::arguments).toList();
    assertEquals(
        List.of("ingest", "embed", "run"),
        commands.stream().map(arguments -> arguments.get(0)).toList());
    // Stages are keyed by recipe and input: other arguments would find nothing to reuse.
    assertEquals(
        1,
        commands.stream()
            .map(arguments -> arguments.subList(1, arguments.size()))
            .distinct()
            .count());
  }

  /** A node without a locale would give names of files as question marks. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "standalone/submit.sh",
        "standalone/cluster.sh",
        "standalone/cpu.properties",
        "standalone/gpu.properties",
        "yarn/submit.sh",
        "yarn/cpu.properties",
        "yarn/gpu.properties",
        "kubernetes/cpu.properties",
        "kubernetes/gpu.properties",
        "kubernetes-operator/kubeflow-gpu.yaml",
        "kubernetes-operator/kubeflow-nightly.yaml",
        "kubernetes-operator/apache-gpu.yaml",
        "emr/steps-emr8-gpu.json",
        "emr/steps-emr7-cpu.json",
        "databricks/databricks.yml",
        "dataproc/submit.sh",
        "airflow/winnow_dag.py",
        "cron/crontab"
      })
  void everyPlatformSetsAUtf8Locale(String file) {
    assertTrue(
        Pattern.compile("LC_ALL[\"':=, ]+(value: )?\"?C\\.UTF-8").matcher(files.text(file)).find(),
        file);
  }

  @Test
  void aMisspeltWinnowFlagIsNamed() throws Exception {
    assertBites("cron/crontab", "--quiet", "--quite", "--quite");
  }

  @Test
  void aWrongMainClassIsNamed() throws Exception {
    assertBites(
        "kubernetes-operator/kubeflow-nightly.yaml",
        "mainClass: dev.winnow.jobs.Winnow",
        "mainClass: dev.winnow.jobs.Winow",
        "dev.winnow.jobs.Winow");
  }

  @Test
  void aMisspeltRecipeKeyIsNamed() throws Exception {
    assertBites("recipes/images-djl.yaml", "keep_fraction", "keep_fracton", "prune.keep_fracton");
  }

  @Test
  void aMisspeltKeyOfAnOverrideIsNamed() throws Exception {
    assertBites("dataproc/submit.sh", "--set input.path", "--set input.paht", "input.paht");
  }

  @Test
  void anUnknownKeyOfASparkApplicationIsNamed() throws Exception {
    assertBites(
        "kubernetes-operator/apache-gpu.yaml",
        "driverArgs:",
        "driverArguments:",
        "spec.driverArguments");
    assertBites(
        "kubernetes-operator/kubeflow-gpu.yaml",
        "memoryOverhead: 8g",
        "memoryOverHead: 8g",
        "spec.executor.memoryOverHead");
  }

  @Test
  void aMisspeltOptionOfSparkSubmitIsNamed() throws Exception {
    assertBites("yarn/submit.sh", "--properties-file", "--property-file", "--property-file");
    assertBites("emr/steps-emr8-gpu.json", "\"--class\"", "\"--clas\"", "--clas");
  }

  @Test
  void aMisspeltSparkKeyIsNamed() throws Exception {
    assertBites(
        "kubernetes/gpu.properties",
        "spark.executor.resource.gpu.amount",
        "spark.executor.resource.gpu.amout",
        "spark.executor.resource.gpu.amout");
    assertBites(
        "databricks/databricks.yml",
        "spark.sql.session.timeZone",
        "spark.sql.session.timezon",
        "spark.sql.session.timezon");
  }

  @Test
  void aJarOfAnotherVersionIsNamed() throws Exception {
    String built = "winnow-" + System.getProperty("winnow.version") + "_";
    assertBites("standalone/submit.sh", built, "winnow-0.0.9_", "winnow-0.0.9_");
  }

  @Test
  void aRecipeThatIsNotThereIsNamed() throws Exception {
    assertBites("cron/crontab", "texts-tfidf.yaml", "texts-tfdif.yaml", "texts-tfdif.yaml");
  }

  @Test
  void aPodTemplateThatIsNotThereIsNamed() throws Exception {
    assertBites("kubernetes/submit.sh", "/driver-pod.yaml", "/drivr-pod.yaml", "drivr-pod.yaml");
    assertBites("airflow/winnow_dag.py", "/driver-pod.yaml", "/drivr-pod.yaml", "drivr-pod.yaml");
  }

  @Test
  void twoDriversAtOnceAreNotAllowed() throws Exception {
    assertBites(
        "kubernetes-operator/kubeflow-nightly.yaml", "Policy: Forbid", "Policy: Allow", "Allow");
  }

  @Test
  void brokenSyntaxIsNamed() throws Exception {
    assertBites("emr/configurations-gpu.json", "\"Properties\": {},", "\"Properties\": {", "JSON");
    assertBites("kubernetes/submit.sh", "finish() {", "finish() (", "sh");
    assertBites("kubernetes/driver-pod.yaml", "  containers:", "containers: [", "");
  }

  /**
   * Asserts that the lint finds no fault in a file, and names the fault after a text in it is
   * replaced.
   */
  private static void assertBites(String file, String from, String to, String named)
      throws Exception {
    assumeTrue(!file.endsWith(".py") || Script.has("python3"), "python3 is not on the PATH");
    String text = files.text(file);
    assertEquals(List.of(), lint.check(file, text));
    assertNotEquals(text, text.replace(from, to), "nothing to mutate");
    List<ConfigFault> faults = lint.check(file, text.replaceFirst(quoted(from), to));
    assertTrue(
        faults.stream()
            .anyMatch(fault -> fault.file().equals(file) && fault.message().contains(named)),
        faults.toString());
  }

  private static String quoted(String text) {
    return Pattern.quote(text);
  }
}
