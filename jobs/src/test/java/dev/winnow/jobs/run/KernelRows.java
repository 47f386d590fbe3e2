package dev.winnow.jobs.run;

import io.delta.kernel.Snapshot;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * Reads tables without Spark: Delta Kernel reads the log and lists the files, and the Parquet
 * library counts their rows. (Kernel's own Parquet reader asks for a newer Parquet than this Spark
 * brings.)
 */
final class KernelRows {

  static long count(Engine engine, Snapshot snapshot) throws IOException {
    long rows = 0;
    try (CloseableIterator<FilteredColumnarBatch> files =
        snapshot.getScanBuilder().build().getScanFiles(engine)) {
      while (files.hasNext()) {
        try (CloseableIterator<Row> scanRows = files.next().getRows()) {
          while (scanRows.hasNext()) {
            Path file = new Path(InternalScanFileUtils.getAddFileStatus(scanRows.next()).getPath());
            try (ParquetFileReader reader =
                ParquetFileReader.open(HadoopInputFile.fromPath(file, new Configuration()))) {
              rows += reader.getRecordCount();
            }
          }
        }
      }
    }
    return rows;
  }

  private KernelRows() {}
}
