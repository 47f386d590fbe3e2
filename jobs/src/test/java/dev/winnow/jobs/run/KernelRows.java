package dev.winnow.jobs.run;

import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.util.Optional;

/** Reads whole tables through Delta Kernel. */
final class KernelRows {

  /** Rows that have a first column, which is the key and so never null. */
  static long count(Engine engine, Snapshot snapshot) throws IOException {
    Scan scan = snapshot.getScanBuilder().build();
    Row state = scan.getScanState(engine);
    StructType schema = ScanStateRow.getPhysicalDataReadSchema(state);
    long rows = 0;
    try (CloseableIterator<FilteredColumnarBatch> files = scan.getScanFiles(engine)) {
      while (files.hasNext()) {
        try (CloseableIterator<Row> scanRows = files.next().getRows()) {
          while (scanRows.hasNext()) {
            rows += count(engine, state, scanRows.next(), schema);
          }
        }
      }
    }
    return rows;
  }

  private static long count(Engine engine, Row state, Row file, StructType schema)
      throws IOException {
    FileStatus status = InternalScanFileUtils.getAddFileStatus(file);
    long rows = 0;
    try (CloseableIterator<ColumnarBatch> physical =
            engine
                .getParquetHandler()
                .readParquetFiles(
                    Utils.singletonCloseableIterator(status), schema, Optional.empty())
                .map(result -> result.getData());
        CloseableIterator<FilteredColumnarBatch> logical =
            Scan.transformPhysicalData(engine, state, file, physical)) {
      while (logical.hasNext()) {
        ColumnarBatch batch = logical.next().getData();
        ColumnVector key = batch.getColumnVector(0);
        for (int i = 0; i < batch.getSize(); i++) {
          rows += key.isNullAt(i) ? 0 : 1;
        }
      }
    }
    return rows;
  }

  private KernelRows() {}
}
