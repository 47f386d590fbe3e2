package dev.winnow.jobs.cli.common;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("line")
class PlatformCheckTest {

  private static final PlatformCheck JAR_40 = new PlatformCheck("0.1.0", "4.0", "2.13");
  private static final PlatformCheck JAR_35 = new PlatformCheck("0.1.0", "3.5", "2.12");

  @Test
  void aJarRunsOnItsOwnLineWhateverTheVendorAppends() {
    assertEquals(Optional.empty(), JAR_40.refusal("4.0.1", "2.13.16", 17));
    assertEquals(Optional.empty(), JAR_40.refusal("4.0.2-amzn-0", "2.13.16", 21));
    assertEquals(Optional.empty(), JAR_35.refusal("3.5.6-amzn-1", "2.12.18", 17));
  }

  @Test
  void namesTheJarOfTheOtherLine() {
    assertEquals(
        Optional.of(
            "this jar is for Spark 4.0 with Scala 2.13, got Spark 3.5.9 with Scala 2.12.18; use"
                + " winnow-0.1.0_spark3.5_2.12-all.jar"),
        JAR_40.refusal("3.5.9", "2.12.18", 17));
    assertEquals(
        Optional.of(
            "this jar is for Spark 3.5 with Scala 2.12, got Spark 4.0.1 with Scala 2.13.16; use"
                + " winnow-0.1.0_spark4.0_2.13-all.jar"),
        JAR_35.refusal("4.0.1", "2.13.16", 17));
  }

  @Test
  void namesTheSupportedLinesForALineWithoutAJar() {
    String supported =
        "; no jar fits that; run on Spark 3.5 with Scala 2.12 or Spark 4.0 with Scala 2.13"
            + " or Spark 4.1 with Scala 2.13 or Spark 4.2 with Scala 2.13";
    assertEquals(
        Optional.of(
            "this jar is for Spark 3.5 with Scala 2.12, got Spark 3.5.9 with Scala 2.13.8"
                + supported),
        JAR_35.refusal("3.5.9", "2.13.8", 17));
    assertEquals(
        Optional.of(
            "this jar is for Spark 4.0 with Scala 2.13, got Spark 4.3.0 with Scala 2.13.18"
                + supported),
        JAR_40.refusal("4.3.0", "2.13.18", 17));
    assertEquals(
        Optional.of(
            "this jar is for Spark 4.0 with Scala 2.13, got Spark 4.01.0 with Scala 2.13.17"
                + supported),
        JAR_40.refusal("4.01.0", "2.13.17", 17));
  }

  @Test
  void namesTheSupportedVersionsOfJava() {
    assertEquals(
        Optional.of(
            "Java must be 17 or 21, got 25; set JAVA_HOME to one of them, and for the executors"
                + " --conf spark.executorEnv.JAVA_HOME=..."),
        JAR_40.refusal("4.0.1", "2.13.16", 25));
  }
}
