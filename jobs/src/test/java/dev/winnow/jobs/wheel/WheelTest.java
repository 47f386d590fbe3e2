package dev.winnow.jobs.wheel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.winnow.jobs.support.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WheelTest {

  private static final String JAR = "winnow-0.1.0_spark4.2_2.13-all.jar";

  @TempDir private Path folder;
  private Path wheel;

  @BeforeEach
  void writeWheel() throws IOException {
    Files.writeString(folder.resolve(JAR), "a jar");
    wheel = Wheel.write(folder.resolve(JAR), "0.1.0", "4.2", folder.resolve("dist"));
  }

  @Test
  void itsRecordNamesEveryFileWithItsLengthAndItsDigest() throws Exception {
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      Set<String> recorded = new TreeSet<>();
      for (String line : text(zip, "winnow-0.1.0.dist-info/RECORD").lines().toList()) {
        String[] fields = line.split(",", -1);
        recorded.add(fields[0]);
        if (!fields[0].endsWith("/RECORD")) {
          byte[] content = zip.getInputStream(zip.getEntry(fields[0])).readAllBytes();
          byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
          assertEquals(
              "sha256=" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest),
              fields[1]);
          assertEquals(content.length, Integer.parseInt(fields[2]));
        }
      }
      Set<String> entries = new TreeSet<>();
      zip.stream().map(ZipEntry::getName).forEach(entries::add);
      assertEquals(entries, recorded);
      assertTrue(entries.contains("winnow/jars/" + JAR), entries.toString());
      assertTrue(text(zip, "winnow/release.py").contains("def shuffle_key("));
      assertTrue(text(zip, "winnow-0.1.0.dist-info/METADATA").contains("pyspark (==4.2.*)"));
    }
  }

  private static String text(ZipFile zip, String name) throws IOException {
    return new String(
        zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void equalJarsGiveEqualBytes() throws IOException {
    Path again = Wheel.write(folder.resolve(JAR), "0.1.0", "4.2", folder.resolve("again"));
    assertArrayEquals(Files.readAllBytes(wheel), Files.readAllBytes(again));
  }

  @Test
  void pipInstallsItAndTheCommandStartsSparkWithTheJar() throws Exception {
    assumeTrue(Script.has("python3"), "no python3 on this machine");
    Path site = folder.resolve("site");
    Script installed =
        Script.run(
            "",
            Map.of(),
            List.of(
                "python3",
                "-m",
                "pip",
                "install",
                "--quiet",
                "--no-index",
                "--no-deps",
                "--target",
                site.toString(),
                wheel.toString()));
    assumeTrue(!installed.err().contains("No module named pip"), "no pip on this machine");
    assertEquals(0, installed.code(), installed.err());
    Script started =
        run(site, "--conf", "spark.ui.enabled=true", "--master=local[1]", "run", "a b.yaml");
    assertEquals(0, started.code(), started.err());
    String jar = site.resolve("winnow/jars/" + JAR).toString();
    List<String> words = started.out().lines().toList();
    int submit = words.indexOf("org.apache.spark.deploy.SparkSubmit");
    assertEquals(
        List.of(
            "--conf",
            "spark.ui.enabled=true",
            "--master",
            "local[1]",
            "--class",
            "dev.winnow.jobs.Winnow",
            jar,
            "run",
            "a b.yaml"),
        words.subList(submit + 1, words.size()));
    assertTrue(words.get(words.indexOf("-cp") + 1).contains(jar), started.out());
  }

  @Test
  void withoutSparkTheCommandNamesTheRemedy() throws Exception {
    assumeTrue(Script.has("python3"), "no python3 on this machine");
    Path site = folder.resolve("site");
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      Files.createDirectories(site.resolve("winnow/jars"));
      for (String name : List.of("__init__.py", "__main__.py", "command.py")) {
        Files.writeString(site.resolve("winnow/" + name), text(zip, "winnow/" + name));
      }
    }
    Script refused =
        Script.run(
            "",
            Map.of("PYTHONPATH", site.toString(), "SPARK_HOME", folder.resolve("none").toString()),
            List.of("python3", "-m", "winnow", "run", "a.yaml"));
    assertEquals(5, refused.code());
    assertEquals(
        "winnow: SPARK_HOME must hold a folder jars, got " + folder.resolve("none"),
        refused.err().strip());
  }

  /** Runs the command with a Java that prints its arguments, one a line. */
  private Script run(Path site, String... arguments) throws IOException, InterruptedException {
    Path java = folder.resolve("jdk/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectories(folder.resolve("spark/jars"));
    List<String> line = new ArrayList<>(List.of("python3", "-m", "winnow"));
    line.addAll(List.of(arguments));
    return Script.run(
        "",
        Map.of(
            "PYTHONPATH", site.toString(),
            "SPARK_HOME", folder.resolve("spark").toString(),
            "JAVA_HOME", folder.resolve("jdk").toString()),
        line);
  }
}
