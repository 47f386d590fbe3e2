package dev.winnow.jobs.init;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Columns of the first rows of a few files. */
final class Sample {

  /** Most rows that are read of one file. */
  static final int ROWS = 1_000;

  /** Most bytes that are read of one file, after unzipping. */
  static final long BYTES = 8L << 20;

  /** Most bytes of one file whose rows are counted, after unzipping. */
  static final long COUNTED_BYTES = 32L << 20;

  /** Most files of which rows are read: the first, one in the middle, and the last. */
  static final int FILES = 3;

  private final Map<String, SampledColumn> columns = new LinkedHashMap<>();
  private long rows;
  private long refused;
  private long counted;
  private long countedBytes;
  private boolean cut;

  /** Returns up to three files: the first, one in the middle, and the last. */
  static <T> List<T> some(List<T> files) {
    List<T> some = new ArrayList<>();
    for (int i = 0; i < Math.min(FILES, files.size()); i++) {
      some.add(files.get((int) ((long) i * (files.size() - 1) / Math.max(1, FILES - 1))));
    }
    return some.stream().distinct().toList();
  }

  /** Returns the column of a name, which is made if it is new. */
  SampledColumn column(String name, SampledColumn.Kind kind) {
    return columns.computeIfAbsent(name, key -> new SampledColumn(key, kind));
  }

  /** Adds a row that can be read. */
  void row() {
    rows++;
  }

  /** Adds a row that can't be read. */
  void refusal() {
    refused++;
    rows++;
  }

  /**
   * Adds the rows of a file that were counted.
   *
   * @param ofFile rows
   * @param bytes bytes of the file that hold them
   * @param ended true if these are all rows of the file
   */
  void count(long ofFile, long bytes, boolean ended) {
    counted += ofFile;
    countedBytes += bytes;
    cut |= !ended;
  }

  Collection<SampledColumn> columns() {
    return columns.values();
  }

  /** Returns the number of rows, with those that can't be read. */
  long rows() {
    return rows;
  }

  long refused() {
    return refused;
  }

  /** Returns true if all rows of the files that were opened are counted. */
  boolean isWhole() {
    return !cut;
  }

  /** Returns the number of rows in files of so many bytes, by the rows that were counted. */
  long estimate(long bytes) {
    return countedBytes == 0
        ? counted
        : Math.max(counted, Math.round((double) counted / countedBytes * bytes));
  }
}
