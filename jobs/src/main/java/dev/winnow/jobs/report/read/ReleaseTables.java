package dev.winnow.jobs.report.read;

import dev.winnow.jobs.release.ReleaseCatalog.Release;
import dev.winnow.jobs.tables.StoredTable;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.schemas.TableSpec;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Tables at the versions of one release. */
public final class ReleaseTables {

  private final TableStore store;
  private final Release release;

  public ReleaseTables(TableStore store, Release release) {
    this.store = store;
    this.release = release;
  }

  public Release release() {
    return release;
  }

  public TableStore store() {
    return store;
  }

  public boolean holds(TableSpec spec) {
    return release.holds(spec.name());
  }

  /** Returns the rows of a table that the release holds, for Spark. */
  public Dataset<Row> read(TableSpec spec) {
    return release.read(store, spec);
  }

  /**
   * Passes some columns of all rows of a table to a visitor, in this process. Starts no Spark job
   * if the log names the files. The rows of a table that the release does not hold are none.
   *
   * @param accumulator makes an accumulator for each file
   * @return the accumulators, in no order
   */
  public <A> List<A> scan(
      TableSpec spec,
      List<String> columns,
      Supplier<A> accumulator,
      BiConsumer<A, Map<String, Object>> visitor) {
    if (!holds(spec)) {
      return List.of();
    }
    Optional<StoredTable> stored = store.stored().find(spec.name(), release.version(spec.name()));
    if (stored.isPresent()) {
      return stored
          .get()
          .scan(columns, accumulator, (sum, row) -> visitor.accept(sum, row.values()));
    }
    A all = accumulator.get();
    Iterator<Row> rows =
        read(spec)
            .select(
                columns.stream().map(functions::col).toArray(org.apache.spark.sql.Column[]::new))
            .toLocalIterator();
    while (rows.hasNext()) {
      Row row = rows.next();
      Map<String, Object> values = new LinkedHashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        values.put(columns.get(i), row.get(i));
      }
      visitor.accept(all, values);
    }
    return List.of(all);
  }

  /** Returns some columns of all rows of a small table at the version of the release. */
  public List<Map<String, Object>> rows(TableSpec spec, String... columns) {
    List<Map<String, Object>> all = new ArrayList<>();
    scan(spec, List.of(columns), ArrayList<Map<String, Object>>::new, List::add)
        .forEach(all::addAll);
    return all;
  }
}
