package dev.winnow.jobs.cli.common;

import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Checks whether a jar of one Spark line fits the Spark, Scala and Java that run it.
 *
 * @param winnow version of Winnow
 * @param line Spark line of the jar, such as {@code 4.2}
 * @param scala Scala binary version of the jar, such as {@code 2.13}
 */
public record PlatformCheck(String winnow, String line, String scala) {

  /** Scala binary version of each Spark line for which a jar exists. */
  private static final Map<String, String> SCALA_OF_LINE =
      new TreeMap<>(Map.of("3.5", "2.12", "4.0", "2.13", "4.1", "2.13", "4.2", "2.13"));

  /** Returns the platform that this jar was built for. */
  public static PlatformCheck ofThisJar() {
    Properties built = Versions.properties();
    return new PlatformCheck(
        built.getProperty("winnow"), built.getProperty("spark.line"), built.getProperty("scala"));
  }

  /**
   * Returns why the jar cannot run there, with the remedy; empty if it can. Spark and Scala are
   * checked together, because both are in the name of the jar to use.
   *
   * @param spark full version of Spark, with or without a vendor's suffix
   * @param scalaVersion full version of Scala
   * @param java feature version of Java
   */
  public Optional<String> refusal(String spark, String scalaVersion, int java) {
    if (!isOf(line, spark) || !isOf(scala, scalaVersion)) {
      return Optional.of(
          "this jar is for Spark "
              + line
              + " with Scala "
              + scala
              + ", got Spark "
              + spark
              + " with Scala "
              + scalaVersion
              + "; "
              + remedy(spark, scalaVersion));
    }
    if (java != 17 && java != 21) {
      return Optional.of(
          "Java must be 17 or 21, got "
              + java
              + "; set JAVA_HOME to one of them, and for the executors"
              + " --conf spark.executorEnv.JAVA_HOME=...");
    }
    return Optional.empty();
  }

  private String remedy(String spark, String scalaVersion) {
    StringBuilder supported = new StringBuilder();
    for (Map.Entry<String, String> each : SCALA_OF_LINE.entrySet()) {
      if (isOf(each.getKey(), spark) && isOf(each.getValue(), scalaVersion)) {
        return "use winnow-"
            + winnow
            + "_spark"
            + each.getKey()
            + "_"
            + each.getValue()
            + "-all.jar";
      }
      supported
          .append(supported.isEmpty() ? "" : " or ")
          .append("Spark ")
          .append(each.getKey())
          .append(" with Scala ")
          .append(each.getValue());
    }
    return "no jar fits that; run on " + supported;
  }

  private static boolean isOf(String line, String version) {
    return version.equals(line) || version.startsWith(line + ".");
  }
}
