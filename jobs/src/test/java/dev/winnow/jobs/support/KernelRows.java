package dev.winnow.jobs.support;

import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Table;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads Delta tables without Spark, by Delta Kernel's own engine, and prints {@code table id value}
 * for every row, with the value of one column. Runs in a separate process, because Kernel's Parquet
 * reader needs a newer Parquet than Spark's.
 */
public final class KernelRows {

  /**
   * @param args a folder of tables, then {@code table:column} for each table to read
   */
  public static void main(String[] args) throws IOException {
    Engine engine = DefaultEngine.create(new Configuration());
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (int i = 1; i < args.length; i++) {
      String[] wanted = args[i].split(":", -1);
      Snapshot snapshot =
          Table.forPath(engine, args[0] + "/" + wanted[0]).getLatestSnapshot(engine);
      StructType all = snapshot.getSchema();
      StructType columns = new StructType().add(all.get("id")).add(all.get(wanted[1]));
      for (String row : rows(engine, snapshot, columns)) {
        out.println(wanted[0] + " " + row);
      }
    }
    out.flush();
  }

  private static List<String> rows(Engine engine, Snapshot snapshot, StructType columns)
      throws IOException {
    List<String> rows = new ArrayList<>();
    Scan scan = snapshot.getScanBuilder().withReadSchema(columns).build();
    Row state = scan.getScanState(engine);
    try (CloseableIterator<FilteredColumnarBatch> files = scan.getScanFiles(engine)) {
      while (files.hasNext()) {
        try (CloseableIterator<Row> file = files.next().getRows()) {
          while (file.hasNext()) {
            addFile(engine, state, file.next(), columns, rows);
          }
        }
      }
    }
    return rows;
  }

  private static void addFile(
      Engine engine, Row state, Row file, StructType columns, List<String> rows)
      throws IOException {
    CloseableIterator<FileReadResult> read =
        engine
            .getParquetHandler()
            .readParquetFiles(
                Utils.singletonCloseableIterator(InternalScanFileUtils.getAddFileStatus(file)),
                ScanStateRow.getPhysicalDataReadSchema(state),
                Optional.empty());
    CloseableIterator<ColumnarBatch> physical = read.map(FileReadResult::getData);
    try (CloseableIterator<FilteredColumnarBatch> batches =
        Scan.transformPhysicalData(engine, state, file, physical)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> found = batches.next().getRows()) {
          while (found.hasNext()) {
            Row row = found.next();
            rows.add(row.getString(0) + " " + value(row, columns.at(1).getDataType()));
          }
        }
      }
    }
  }

  private static String value(Row row, DataType type) {
    if (row.isNullAt(1)) {
      return "null";
    }
    if (type instanceof ArrayType) {
      return String.valueOf(row.getArray(1).getElements().getFloat(0));
    }
    if (type instanceof LongType) {
      return String.valueOf(row.getLong(1));
    }
    if (type instanceof IntegerType) {
      return String.valueOf(row.getInt(1));
    }
    return type instanceof StringType ? row.getString(1) : String.valueOf(row.getDouble(1));
  }

  private KernelRows() {}
}
