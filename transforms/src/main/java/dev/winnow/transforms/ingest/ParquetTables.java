package dev.winnow.transforms.ingest;

import dev.winnow.transforms.ingest.files.HadoopConf;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.ListedFiles;
import dev.winnow.transforms.ingest.parquet.FolderColumns;
import dev.winnow.transforms.ingest.parquet.ParquetColumns;
import dev.winnow.transforms.ingest.parquet.ParquetFooter;
import dev.winnow.transforms.ingest.stream.BrokenStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads parquet files, each by the types of its own footer. Files of equal columns are read
 * together by Spark. A file that Spark can't read, because the content is float16 or two names
 * differ in case only, is read by one task with Parquet's own reader. A file without a footer gives
 * one refused row.
 */
final class ParquetTables {

  private static final int FOOTERS_AT_ONCE = 16;

  private final InputSpec spec;
  private final Broadcast<HadoopConf> conf;

  ParquetTables(InputSpec spec, Broadcast<HadoopConf> conf) {
    this.spec = spec;
    this.conf = conf;
  }

  private record Layout(String schema, Set<String> nulls, Set<String> folders) {}

  Dataset<Row> read(SparkSession spark, List<InputFiles.InputFile> files) {
    Configuration hadoop = ListedFiles.conf(spark.sparkContext().hadoopConfiguration());
    List<Object> footers = footers(hadoop, files);
    Map<Layout, List<InputFiles.InputFile>> layouts = new LinkedHashMap<>();
    Map<Layout, ParquetFooter> examples = new LinkedHashMap<>();
    Map<String, Long> rowsOf = new HashMap<>();
    List<Row> extra = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      InputFiles.InputFile file = files.get(i);
      if (footers.get(i) instanceof BrokenStream broken) {
        extra.add(
            Counted.inFile(
                RawRow.refused(
                        file.relativePath(), file.uri() + "#@0", broken.code(), broken.getMessage())
                    .row(),
                file.uri()));
        extra.add(record(file, 1));
      } else if (footers.get(i) instanceof ParquetFooter footer && footer.rows() > 0) {
        Layout layout =
            new Layout(
                footer.schema().toString(), footer.nulls(), FolderColumns.of(file.uri()).keySet());
        layouts.computeIfAbsent(layout, key -> new ArrayList<>()).add(file);
        examples.putIfAbsent(layout, footer);
        rowsOf.put(file.uri(), footer.rows());
      } else {
        extra.add(record(file, 0));
      }
    }
    List<Dataset<Row>> tables = new ArrayList<>();
    List<InputFiles.InputFile> others = new ArrayList<>();
    for (Map.Entry<Layout, List<InputFiles.InputFile>> layout : layouts.entrySet()) {
      ParquetFooter footer = examples.get(layout.getKey());
      ParquetColumns columns = new ParquetColumns(footer.schema());
      TableRows table =
          new TableRows(spec, conf, columns, footer.nulls(), layout.getValue().get(0).uri());
      table.check();
      if (columns.hasTwins() || columns.isHalves(spec.contentColumn())) {
        others.addAll(layout.getValue());
      } else {
        tables.add(table.readFiles(spark, layout.getValue()));
        layout.getValue().forEach(file -> extra.add(record(file, rowsOf.get(file.uri()))));
      }
    }
    // The footers say how many rows a file has; Spark's reader is not asked.
    Dataset<Row> rows = spark.createDataFrame(extra, Counted.SCHEMA);
    for (Dataset<Row> table : tables) {
      rows = rows.union(table);
    }
    if (!others.isEmpty()) {
      rows = rows.union(RawReader.readWhole(spark, others, conf, reader()));
    }
    return rows;
  }

  private static Row record(InputFiles.InputFile file, long rows) {
    return Counted.record(file.uri(), file.relativePath(), 0, file.length(), rows);
  }

  private WholeFiles.Reader reader() {
    InputSpec shipped = spec;
    return (file, hadoop) -> new ParquetRows(shipped, file, hadoop);
  }

  /** Returns a {@link ParquetFooter} or a {@link BrokenStream} for each file. */
  private static List<Object> footers(Configuration conf, List<InputFiles.InputFile> files) {
    ForkJoinPool pool = new ForkJoinPool(Math.min(FOOTERS_AT_ONCE, files.size()));
    try {
      return pool.submit(
              () ->
                  IntStream.range(0, files.size())
                      .parallel()
                      .mapToObj(i -> footer(conf, files.get(i).uri()))
                      .toList())
          .join();
    } finally {
      pool.shutdown();
    }
  }

  private static Object footer(Configuration conf, String uri) {
    try {
      return ParquetFooter.read(conf, new Path(ListedFiles.path(uri)));
    } catch (BrokenStream e) {
      return e;
    }
  }
}
