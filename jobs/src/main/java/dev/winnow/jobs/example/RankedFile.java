package dev.winnow.jobs.example;

/**
 * Parquet file of table {@code curated}. It has the rows with the ranks from {@code first} to
 * {@code last}, each once.
 *
 * @param first least {@code keep_rank} of the file, from 1, as the log of the table has it
 * @param last greatest {@code keep_rank} of the file
 */
public record RankedFile(String path, long first, long last) {

  public RankedFile {
    if (first < 1 || last < first) {
      throw new IllegalArgumentException(
          "ranks of " + path + " must ascend from 1, got " + first + " to " + last);
    }
  }
}
