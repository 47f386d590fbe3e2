package dev.winnow.jobs.curate;

import java.util.LinkedHashMap;
import java.util.Map;

/** Lines that read a table at a version, to be copied into a shell of the reader as they are. */
final class ReadLines {

  /**
   * Returns one line for each reader, by its name.
   *
   * @param path of the table, as Hadoop writes it
   */
  static Map<String, String> of(String path, long version) {
    String uri = uri(path);
    String quoted = "\"" + uri.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put(
        "Spark",
        "spark.read.format(\"delta\").option(\"versionAsOf\", "
            + version
            + ").load("
            + quoted
            + ")");
    lines.put(
        "DuckDB",
        "SELECT * FROM delta_scan('" + uri.replace("'", "''") + "', version => " + version + ")");
    lines.put("Polars", "pl.read_delta(" + quoted + ", version=" + version + ")");
    lines.put("delta-rs", "DeltaTable(" + quoted + ", version=" + version + ").to_pandas()");
    return lines;
  }

  /** Returns a path of Hadoop with the three slashes that readers other than Spark need. */
  private static String uri(String path) {
    return path.startsWith("file:/") && !path.startsWith("file://")
        ? "file://" + path.substring("file:".length())
        : path;
  }

  private ReadLines() {}
}
