package dev.winnow.jobs.doctor;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Checks of Delta: its version, its extension, and settings that break the tables' contract. */
final class DeltaChecks {

  private static final String EXTENSION = "io.delta.sql.DeltaSparkSessionExtension";
  private static final String CATALOG = "org.apache.spark.sql.delta.catalog.DeltaCatalog";
  private static final String DEFAULTS = "spark.databricks.delta.properties.defaults.";
  private static final String FAST_LISTING = "spark.hadoop.delta.enableFastS3AListFrom";

  /** Version whose fast listing of S3A can miss commits. */
  private static final String BAD_LISTING = "4.4.0";

  /** Defaults of tables that every table of Winnow sets itself. */
  private static final List<String> OWN =
      List.of(
          "enableDeletionVectors",
          "columnMapping.mode",
          "checkpointPolicy",
          "logRetentionDuration",
          "deletedFileRetentionDuration");

  /** Defaults of tables that change no reader. */
  private static final List<String> HARMLESS =
      List.of(
          "enableChangeDataFeed",
          "checkpointInterval",
          "dataSkippingNumIndexedCols",
          "randomizeFilePrefixes",
          "enableExpiredLogCleanup",
          "tuneFileSizesForRewrites",
          "setTransactionRetentionDuration",
          "isolationLevel");

  private final Map<String, String> settings;
  private final String built;

  /**
   * @param settings settings of Spark, as they are or would be
   * @param built version of Delta that this jar was built with
   */
  DeltaChecks(Map<String, String> settings, String built) {
    this.settings = new TreeMap<>(settings);
    this.built = built;
  }

  /**
   * Returns all checks.
   *
   * @param found version of Delta on the class path; null if there is none
   */
  List<Check> all(String found) {
    List<Check> checks = new ArrayList<>();
    checks.add(version(found));
    checks.add(extension());
    List<Check> bad = contract();
    checks.addAll(bad.isEmpty() ? List.of(Check.ok("delta settings", "none breaks a table")) : bad);
    return checks;
  }

  private Check version(String found) {
    if (found == null) {
      return Check.fail("delta", "not on the class path", "submit the -all jar, which contains it");
    }
    if (!found.equals(built)) {
      return Check.fail(
          "delta",
          "version " + found + " runs, but this jar was built with " + built,
          "remove the other delta-spark from Spark's jars and from --packages");
    }
    List<String> places = places();
    return places.size() > 1
        ? Check.warn(
            "delta",
            "version " + found + " stands " + places.size() + " times on the class path",
            "keep one of " + String.join(", ", places))
        : Check.ok("delta", "version " + found);
  }

  private static List<String> places() {
    try {
      List<URL> all =
          Collections.list(
              DeltaChecks.class
                  .getClassLoader()
                  .getResources(EXTENSION.replace('.', '/') + ".class"));
      return all.stream().map(DeltaChecks::jar).distinct().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String jar(URL url) {
    String text = url.toString().replaceFirst("!/.*$", "");
    return text.substring(text.lastIndexOf('/') + 1);
  }

  private Check extension() {
    boolean extended =
        Arrays.asList(settings.getOrDefault("spark.sql.extensions", "").split(",", -1))
            .contains(EXTENSION);
    boolean catalog = CATALOG.equals(settings.getOrDefault("spark.sql.catalog.spark_catalog", ""));
    if (!extended) {
      return Check.fail(
          "delta extension",
          "the Spark session lacks it",
          "set spark.sql.extensions="
              + EXTENSION
              + " and spark.sql.catalog.spark_catalog="
              + CATALOG);
    }
    return catalog
        ? Check.ok("delta extension", "extension and catalog are set")
        : Check.warn(
            "delta extension",
            "the catalog is " + settings.get("spark.sql.catalog.spark_catalog"),
            "set spark.sql.catalog.spark_catalog=" + CATALOG + " to read tables by SQL");
  }

  private List<Check> contract() {
    List<Check> bad = new ArrayList<>();
    settings.forEach(
        (key, value) -> {
          if (key.startsWith(DEFAULTS)) {
            tableDefault(key, key.substring(DEFAULTS.length()), value, bad);
          }
        });
    if (isTrue(FAST_LISTING) && BAD_LISTING.equals(built)) {
      bad.add(
          Check.fail(
              "delta settings",
              FAST_LISTING + " is on, and Delta " + built + " can miss commits with it",
              "remove the setting"));
    }
    if (isFalse("spark.databricks.delta.retentionDurationCheck.enabled")) {
      bad.add(
          Check.warn(
              "delta settings",
              "spark.databricks.delta.retentionDurationCheck.enabled is false: a VACUUM of a few"
                  + " hours can delete files of releases",
              "remove the setting"));
    }
    if (isFalse("spark.databricks.delta.stats.collect")) {
      bad.add(
          Check.warn(
              "delta settings",
              "spark.databricks.delta.stats.collect is false: counts and `why` read whole tables",
              "remove the setting"));
    }
    if (settings
        .getOrDefault("spark.databricks.delta.autoCompact.enabled", "false")
        .matches("(?i)true|auto")) {
      bad.add(
          Check.warn(
              "delta settings",
              "spark.databricks.delta.autoCompact.enabled is on: each commit may rewrite files",
              "remove the setting"));
    }
    return bad;
  }

  /** Judges a default of new tables. */
  private static void tableDefault(String key, String name, String value, List<Check> bad) {
    boolean off = value.matches("(?i)false|none|");
    if (OWN.contains(name) || HARMLESS.contains(name) || off) {
      return;
    }
    boolean reader =
        name.startsWith("feature.")
            || name.startsWith("min")
            || name.toLowerCase(Locale.ROOT)
                .matches(
                    ".*(typewidening|rowtracking|iceberg|uniform"
                        + "|universalformat|variant|coordinatedcommits).*")
            || name.equals("appendOnly");
    bad.add(
        Check.bad(
            "delta settings",
            reader,
            key
                + "="
                + value
                + (reader
                    ? " gives new tables a protocol or a rule that breaks their contract"
                    : " changes new tables in a way that was not tested"),
            "remove the setting"));
  }

  private boolean isTrue(String key) {
    return settings.getOrDefault(key, "false").equalsIgnoreCase("true");
  }

  private boolean isFalse(String key) {
    return settings.getOrDefault(key, "true").equalsIgnoreCase("false");
  }
}
