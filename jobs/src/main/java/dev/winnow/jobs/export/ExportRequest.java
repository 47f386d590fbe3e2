package dev.winnow.jobs.export;

/**
 * An export that is asked for.
 *
 * @param runId run whose newest release is exported; null for the latest of the recipe
 * @param release release by its name; null for the newest of the run
 * @param to file or folder to make, on any Hadoop file system
 * @param shuffle whether rows stand in an order by hash of id and seed
 * @param seed of that order; null for the recipe's
 * @param files files of a folder of rows; null for one for every 100,000 rows
 * @param hashIds whether ids that are not 128 bits are cut or hashed to 128 bits
 * @param overwrite whether what is at {@code to} is replaced
 * @param dryRun true to show only the plan
 */
public record ExportRequest(
    String runId,
    String release,
    String to,
    ExportFormat format,
    boolean shuffle,
    Long seed,
    Integer files,
    boolean hashIds,
    boolean overwrite,
    boolean dryRun) {

  public ExportRequest {
    if (to.isBlank()) {
      throw new IllegalArgumentException("--to must name a file or folder, got nothing");
    }
    if (seed != null && !shuffle) {
      throw new IllegalArgumentException("--seed needs --shuffle, got " + seed + " without it");
    }
    if (files != null && files < 1) {
      throw new IllegalArgumentException("--files must be at least 1, got " + files);
    }
    if (files != null && files > 1 && (!format.ofRows() || oneFile(to, format))) {
      throw new IllegalArgumentException(
          "--files must be 1 where "
              + to
              + " is one file, got "
              + files
              + "; parquet and jsonl go to a folder of files");
    }
    if (shuffle && format == ExportFormat.DATACOMP) {
      throw new IllegalArgumentException(
          "--shuffle must be left out with datacomp, whose ids are sorted");
    }
    if (hashIds && format != ExportFormat.DATACOMP) {
      throw new IllegalArgumentException(
          "--hash-ids must be left out with " + format.label() + ", which takes ids as they are");
    }
  }

  /** Returns true when the export is one file, not a folder of files. */
  boolean oneFile() {
    return oneFile(to, format);
  }

  private static boolean oneFile(String to, ExportFormat format) {
    return !format.ofRows() || to.endsWith("." + format.label());
  }
}
