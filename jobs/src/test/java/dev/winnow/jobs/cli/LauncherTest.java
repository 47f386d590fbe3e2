package dev.winnow.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.winnow.jobs.configs.ConfigFiles;
import dev.winnow.jobs.support.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark versions that the launcher refuses, before it builds or starts anything. */
class LauncherTest {

  private static final String SUPPORTED =
      "supported are Spark 4.2, 4.1 and 4.0 for Scala 2.13, and Spark 3.5 for Scala 2.12";

  @TempDir private Path home;

  private static Script run(Map<String, String> environment)
      throws IOException, InterruptedException {
    Path launcher = ConfigFiles.root().resolve("winnow");
    // Empty means unset: the environment of this test must not choose the Spark.
    Map<String, String> all = new HashMap<>(Map.of("SPARK_HOME", "", "WINNOW_SPARK", ""));
    all.putAll(environment);
    return Script.run("", all, List.of("sh", launcher.toString(), "run", "recipe.yaml"));
  }

  /** Makes those parts of a Spark home that the launcher reads. */
  private String sparkHome(String core) throws IOException {
    Files.createDirectories(home.resolve("jars"));
    Files.createFile(home.resolve("jars").resolve(core));
    return home.toString();
  }

  private static void assertRefused(int code, String message, Script script) {
    assertEquals(message, script.err().strip());
    assertEquals(code, script.code());
    assertFalse(script.out().contains("winnow"), script.out());
  }

  @Test
  void aSparkOfAnotherLineIsRefusedWithTheSupportedOnes() throws Exception {
    String path = sparkHome("spark-core_2.13-4.3.0.jar");
    assertRefused(
        5,
        "winnow: SPARK_HOME="
            + path
            + " holds Spark 4.3.0 for Scala 2.13; "
            + SUPPORTED
            + ": set it to one of these, or unset it to run on the Spark that the build assembles",
        run(Map.of("SPARK_HOME", path)));
  }

  @Test
  void aFolderWithoutSparkIsRefused() throws Exception {
    assertRefused(
        5,
        "winnow: SPARK_HOME="
            + home
            + " holds no Spark; "
            + SUPPORTED
            + ": set it to one of these, or unset it to run on the Spark that the build assembles",
        run(Map.of("SPARK_HOME", home.toString())));
  }

  @Test
  void aLineAndASparkOfTheOtherAreRefused() throws Exception {
    String path = sparkHome("spark-core_2.12-3.5.6-amzn-1.jar");
    assertRefused(
        5,
        "winnow: SPARK_HOME="
            + path
            + " holds Spark 3.5.6-amzn-1 for Scala 2.12, but WINNOW_SPARK=4.0; unset one of them",
        run(Map.of("SPARK_HOME", path, "WINNOW_SPARK", "4.0")));
  }

  @Test
  void anUnknownLineIsAUsageFault() throws Exception {
    assertRefused(
        2,
        "winnow: WINNOW_SPARK=3.4 is not a supported line; "
            + SUPPORTED
            + ": set it to 4.2, 4.1, 4.0 or 3.5",
        run(Map.of("WINNOW_SPARK", "3.4")));
  }

  /** Runs the lines of the launcher that choose the locale, and returns their choice. */
  private static String locale(String all, String lang) throws Exception {
    String text = Files.readString(ConfigFiles.root().resolve("winnow"));
    int from = text.indexOf("case \"${LC_ALL");
    String lines = text.substring(from, text.indexOf("esac", from) + "esac".length());
    return Script.run(
            "",
            Map.of("LC_ALL", all, "LC_CTYPE", "", "LANG", lang),
            List.of("sh", "-euc", lines + "\necho \"$LC_ALL\""))
        .out()
        .strip();
  }

  @Test
  void aLocaleWithoutUtf8IsReplaced() throws Exception {
    assertEquals("C.UTF-8", locale("POSIX", "en_US.UTF-8"));
    assertEquals("C.UTF-8", locale("", ""));
    assertEquals("de_DE.utf8", locale("de_DE.utf8", "C"));
    assertEquals("", locale("", "en_US.UTF-8"));
  }
}
