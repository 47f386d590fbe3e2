package dev.winnow.jobs.tables;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.io.api.Binary;

/**
 * Table at a version, read in this process from its Parquet files, without a Spark session. Suits
 * small tables, and few rows of large ones. The files are read in parallel on all cores, one row of
 * each at a time.
 */
public final class StoredTable {

  private final Configuration conf;
  private final List<Path> files;

  StoredTable(Configuration conf, List<Path> files) {
    this.conf = conf;
    this.files = files;
  }

  /** Returns the values of some columns of all rows, by name, nulls included, in no order. */
  public List<Map<String, Object>> rows(String... columns) {
    return flatten(
        scan(
            List.of(columns),
            ArrayList<Map<String, Object>>::new,
            (rows, row) -> rows.add(row.values())));
  }

  /**
   * Returns the rows whose column has a value: values of some columns by name, nulls included, in
   * no order.
   *
   * <p>That column is read first, except the parts of files whose statistics rule the value out.
   * Then the other columns are read, from the files that hold the value.
   *
   * @param value a text or a 32-bit integer, like the column
   * @param columns none for all
   */
  public List<Map<String, Object>> where(String column, Object value, String... columns) {
    Object sought = value instanceof String text ? Binary.fromString(text) : value;
    FilterCompat.Filter equal =
        FilterCompat.get(
            sought instanceof Binary text
                ? FilterApi.eq(FilterApi.binaryColumn(column), text)
                : FilterApi.eq(FilterApi.intColumn(column), (Integer) sought));
    List<Path> holding =
        flatten(
            readEach(
                files,
                file -> {
                  try (StoredFile rows = new StoredFile(conf, file, equal)) {
                    return rows.anyMatch(List.of(column), row -> row.has(0, sought))
                        ? List.of(file)
                        : List.<Path>of();
                  }
                }));
    return flatten(
        readEach(
            holding,
            file -> {
              List<Map<String, Object>> found = new ArrayList<>();
              try (StoredFile rows = new StoredFile(conf, file, equal)) {
                List<String> wanted = columns.length == 0 ? rows.columns() : List.of(columns);
                Set<String> read = new LinkedHashSet<>(wanted);
                read.add(column);
                rows.anyMatch(
                    List.copyOf(read),
                    row -> {
                      Map<String, Object> values = row.values();
                      if (value.equals(values.get(column))) {
                        values.keySet().retainAll(wanted);
                        found.add(values);
                      }
                      return false;
                    });
              }
              return found;
            }));
  }

  /**
   * Passes some columns of all rows to a visitor.
   *
   * @param accumulator makes one accumulator for each file, because files are read in parallel
   * @return the accumulators, in no order
   */
  public <A> List<A> scan(
      List<String> columns, Supplier<A> accumulator, BiConsumer<A, StoredRow> visitor) {
    return readEach(
        files,
        file -> {
          A accumulated = accumulator.get();
          try (StoredFile rows = new StoredFile(conf, file, FilterCompat.NOOP)) {
            rows.anyMatch(
                columns,
                row -> {
                  visitor.accept(accumulated, row);
                  return false;
                });
          }
          return accumulated;
        });
  }

  private interface FileReader<T> {
    T read(Path file) throws IOException;
  }

  private static <T> List<T> readEach(List<Path> files, FileReader<T> reader) {
    if (files.isEmpty()) {
      return List.of();
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(files.size(), Runtime.getRuntime().availableProcessors()));
    try {
      List<Callable<T>> tasks = new ArrayList<>();
      files.forEach(file -> tasks.add(() -> reader.read(file)));
      List<T> results = new ArrayList<>();
      for (Future<T> done : threads.invokeAll(tasks)) {
        results.add(done.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause
          ? new UncheckedIOException("can't read a file of " + files.get(0).getParent(), cause)
          : new IllegalStateException("can't read a file of " + files.get(0).getParent(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at " + files.get(0).getParent(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static <T> List<T> flatten(List<? extends List<T>> lists) {
    List<T> all = new ArrayList<>();
    lists.forEach(all::addAll);
    return all;
  }
}
