package dev.winnow.jobs.support;

import dev.winnow.jobs.cli.common.Versions;
import dev.winnow.jobs.configs.ConfigFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Spark home that holds what the module cluster-configs assembles later in the build: Spark and
 * its libraries, by links, and nothing that only the job's jar brings.
 */
public final class SparkHome {

  /** Libraries of the job, or of tests, by the name of the jar without its version. */
  private static final Set<String> OURS =
      Set.of(
          "api",
          "delta-storage",
          "onnxruntime",
          "onnxruntime-engine",
          "picocli",
          "snakeyaml",
          "tokenizers",
          "webp-imageio");

  private static final List<String> OUR_FAMILIES =
      List.of("winnow-", "delta-", "imageio-", "common-", "jqwik", "junit-", "opentest4j");

  private static final Pattern NAME = Pattern.compile("(.*?)-[0-9].*\\.jar");

  private final Path home;

  private SparkHome(Path home) {
    this.home = home;
  }

  /** Links Spark's jars of this test's class path into a folder, instead of what is there. */
  public static SparkHome assemble(Path home) throws IOException {
    Files.createDirectories(home.resolve("jars"));
    try (Stream<Path> links = Files.list(home.resolve("jars"))) {
      for (Path link : links.toList()) {
        Files.delete(link);
      }
    }
    Files.createDirectories(home.resolve("conf"));
    // A worker needs these files in a Spark home.
    Files.writeString(home.resolve("RELEASE"), "assembled by a test\n");
    Files.copy(
        ConfigFiles.root().resolve("cluster-configs/conf/log4j2.properties"),
        home.resolve("conf/log4j2.properties"),
        StandardCopyOption.REPLACE_EXISTING);
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path jar = Path.of(entry);
      Path link = home.resolve("jars").resolve(jar.getFileName());
      if (entry.endsWith(".jar") && !isOurs(jar) && !Files.exists(link)) {
        Files.createSymbolicLink(link, jar);
      }
    }
    return new SparkHome(home);
  }

  /**
   * Runs the main of a class of this test's class path in a process that can start executors, which
   * have that class path too.
   *
   * @param options of the JVM, Spark's settings among them
   */
  public static Command run(Class<?> main, List<String> options, String... arguments)
      throws IOException, InterruptedException {
    String classPath = System.getProperty("java.class.path");
    SparkHome home =
        assemble(
            Path.of(System.getProperty("winnow.all.jar", "target/none.jar"))
                .toAbsolutePath()
                .resolveSibling("test-spark-home"));
    List<String> all = new ArrayList<>(options);
    all.add("-Dspark.executor.extraClassPath=" + classPath);
    return Command.main(
            main.getName(),
            all,
            Map.of(
                "SPARK_HOME", home.path().toString(),
                "SPARK_SCALA_VERSION", Versions.properties().getProperty("scala"),
                "SPARK_LOCAL_IP", "127.0.0.1"),
            classPath,
            arguments)
        .await();
  }

  private static boolean isOurs(Path jar) {
    String file = jar.getFileName().toString();
    Matcher name = NAME.matcher(file);
    return OUR_FAMILIES.stream().anyMatch(file::startsWith)
        || (name.matches() && OURS.contains(name.group(1)));
  }

  public Path path() {
    return home;
  }

  /** Returns the class path that a Spark script gives to a JVM. */
  public String classPath() {
    return home.resolve("conf") + File.pathSeparator + home.resolve("jars") + File.separator + "*";
  }
}
