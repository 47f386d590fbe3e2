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
 * A table at a version, read in this process from its Parquet files, without a Spark session: for
 * small tables, and for few rows of large ones. The files are read side by side on all cores, a row
 * of each at a time.
 */
public final class StoredTable {

  private final Configuration conf;
  private final List<Path> files;

  StoredTable(Configuration conf, List<Path> files) {
    this.conf = conf;
    this.files = files;
  }

  /** The values of some columns of all rows, by name, null included; in no order. */
  public List<Map<String, Object>> rows(String... columns) {
    return flat(
        scan(
            List.of(columns),
            ArrayList<Map<String, Object>>::new,
            (rows, row) -> rows.add(row.values())));
  }

  /**
   * The rows whose column has a value: values of some columns by name, null included; in no order.
   *
   * <p>That column is read first, but for the parts of files whose statistics rule the value out;
   * then the others, of the files that hold it.
   *
   * @param value a text or a whole number of 32 bits, as the column is
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
        flat(
            eachFile(
                files,
                file -> {
                  try (StoredFile rows = new StoredFile(conf, file, equal)) {
                    return rows.anyMatch(List.of(column), row -> row.has(0, sought))
                        ? List.of(file)
                        : List.<Path>of();
                  }
                }));
    return flat(
        eachFile(
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
   * Shows some columns of all rows to a visitor.
   *
   * @param accumulator makes one for each file; files are read at the same time
   * @return the accumulators, in no order
   */
  public <A> List<A> scan(
      List<String> columns, Supplier<A> accumulator, BiConsumer<A, StoredRow> visitor) {
    return eachFile(
        files,
        file -> {
          A own = accumulator.get();
          try (StoredFile rows = new StoredFile(conf, file, FilterCompat.NOOP)) {
            rows.anyMatch(
                columns,
                row -> {
                  visitor.accept(own, row);
                  return false;
                });
          }
          return own;
        });
  }

  private interface FileReader<T> {
    T read(Path file) throws IOException;
  }

  private static <T> List<T> eachFile(List<Path> files, FileReader<T> reader) {
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

  private static <T> List<T> flat(List<? extends List<T>> lists) {
    List<T> all = new ArrayList<>();
    lists.forEach(all::addAll);
    return all;
  }
}
