package dev.winnow.jobs.export;

/**
 * Request for an export.
 *
 * @param runId run whose newest release is exported; null for the latest of the recipe
 * @param release release by its name; null for the newest of the run
 * @param to file or folder to write, on any Hadoop file system
 * @param shuffle true to order the rows by a hash of id and seed
 * @param seed seed of that order; null for the seed of the recipe
 * @param files number of files in a folder of rows; null for one per 100,000 rows, and in formats
 *     with contents also for every 500 MB of them
 * @param hashIds true to cut or hash ids of another length to 128 bits
 * @param withContent true to read contents that the release does not hold again from the input
 * @param overwrite true to replace the file or folder at {@code to}
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
    boolean withContent,
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
    if (files != null && files > 1 && (!format.holdsRows() || oneFile(to, format))) {
      throw new IllegalArgumentException(
          "--files must be 1, because "
              + to
              + " is a single file, got "
              + files
              + "; formats of rows can write a folder of files");
    }
    if (shuffle && format == ExportFormat.DATACOMP) {
      throw new IllegalArgumentException(
          "--shuffle must be absent for datacomp, whose ids are sorted");
    }
    if (hashIds && format != ExportFormat.DATACOMP) {
      throw new IllegalArgumentException(
          "--hash-ids must be absent for " + format.label() + ", which does not change ids");
    }
    if (withContent && !format.holdsRows()) {
      throw new IllegalArgumentException(
          "--with-content must be absent for " + format.label() + ", which holds ids alone");
    }
  }

  /** Returns true when the export is one file, not a folder of files. */
  boolean oneFile() {
    return oneFile(to, format);
  }

  private static boolean oneFile(String to, ExportFormat format) {
    return !format.holdsRows() || format.mayBeOneFile() && to.endsWith("." + format.label());
  }
}
