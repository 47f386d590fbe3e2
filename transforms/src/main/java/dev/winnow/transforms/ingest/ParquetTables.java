package dev.winnow.transforms.ingest;

import dev.winnow.transforms.ingest.files.FolderColumns;
import dev.winnow.transforms.ingest.files.HadoopConf;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputMismatch;
import dev.winnow.transforms.ingest.files.ListedFiles;
import dev.winnow.transforms.ingest.parquet.ClassNames;
import dev.winnow.transforms.ingest.parquet.ParquetColumns;
import dev.winnow.transforms.ingest.parquet.ParquetFooter;
import dev.winnow.transforms.ingest.stream.BrokenStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads parquet files, each by the types of its own footer. Files of equal columns are read
 * together by Spark. A file that Spark's reader does not give as it is, because the content is
 * float16 or two names differ in case only, is read by Parquet's own reader, several row groups to
 * a task. A file without a footer gives one refused row.
 */
final class ParquetTables {

  private static final int FOOTERS_AT_ONCE = 16;

  /** Bytes of the row groups that one task reads by Parquet's own reader. */
  private static final long PIECE_BYTES = 64L << 20;

  private final InputSpec spec;
  private final Broadcast<HadoopConf> conf;

  ParquetTables(InputSpec spec, Broadcast<HadoopConf> conf) {
    this.spec = spec;
    this.conf = conf;
  }

  private record Layout(
      String schema,
      Set<String> nulls,
      Set<String> folders,
      boolean forSpark,
      List<String> classes) {}

  /** A file with its footer. */
  private record Read(InputFiles.InputFile file, ParquetFooter footer) {}

  Dataset<Row> read(SparkSession spark, List<InputFiles.InputFile> files) {
    Configuration hadoop = ListedFiles.conf(spark.sparkContext().hadoopConfiguration());
    List<Object> footers = footers(hadoop, files);
    Map<Layout, List<Read>> layouts = new LinkedHashMap<>();
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
                footer.schema().toString(),
                footer.nulls(),
                FolderColumns.of(file.uri()).keySet(),
                footer.forSpark(),
                footer.classes().of(spec.label()));
        requireCodecs(file, footer);
        layouts.computeIfAbsent(layout, key -> new ArrayList<>()).add(new Read(file, footer));
      } else {
        extra.add(record(file, 0));
      }
    }
    List<Dataset<Row>> tables = new ArrayList<>();
    Map<List<String>, List<ParquetRows.Piece>> pieces = new LinkedHashMap<>();
    for (List<Read> layout : layouts.values()) {
      Read example = layout.get(0);
      ParquetFooter footer = example.footer();
      ParquetColumns columns = new ParquetColumns(footer.schema());
      List<String> classes = footer.classes().of(spec.label());
      requireNames(example.file(), columns);
      new TableColumns(spec, columns, footer.nulls(), example.file().uri()).check();
      if (footer.forSpark() && columns.isForSpark(TableColumns.named(spec))) {
        TableRows table = new TableRows(spec, conf, columns, footer.nulls(), example.file().uri());
        tables.add(
            ClassNames.inLabels(
                table.readFiles(spark, layout.stream().map(Read::file).toList()), classes));
        layout.forEach(read -> extra.add(record(read.file(), read.footer().rows())));
      } else {
        List<ParquetRows.Piece> named = pieces.computeIfAbsent(classes, key -> new ArrayList<>());
        layout.forEach(read -> named.addAll(pieces(read, PIECE_BYTES)));
      }
    }
    // The footers say how many rows a file has; Spark's reader is not asked.
    Dataset<Row> rows = spark.createDataFrame(extra, Counted.SCHEMA);
    for (Dataset<Row> table : tables) {
      rows = rows.union(table);
    }
    for (Map.Entry<List<String>, List<ParquetRows.Piece>> named : pieces.entrySet()) {
      rows = rows.union(ClassNames.inLabels(readPieces(spark, named.getValue()), named.getKey()));
    }
    return rows;
  }

  private static void requireCodecs(InputFiles.InputFile file, ParquetFooter footer) {
    if (!footer.foreign().isEmpty()) {
      throw new InputMismatch(
          "file "
              + file.uri()
              + " must be compressed by snappy, gzip, zstd or lz4, or not at all, got "
              + String.join(", ", footer.foreign())
              + "; write it again, or put a codec of that name on the class path");
    }
  }

  private static void requireNames(InputFiles.InputFile file, ParquetColumns columns) {
    if (columns.doubled() != null) {
      throw new InputMismatch(
          "columns of "
              + file.uri()
              + " must have different names, "
              + columns.doubled()
              + " stands twice; rename one when you write the file");
    }
  }

  private static Row record(InputFiles.InputFile file, long rows) {
    return Counted.record(file.uri(), file.relativePath(), 0, file.length(), rows);
  }

  /** Returns the pieces of a file, which cover it, each of about {@code bytes} bytes. */
  private static List<ParquetRows.Piece> pieces(Read read, long bytes) {
    List<ParquetRows.Piece> pieces = new ArrayList<>();
    long start = 0;
    long first = 0;
    long next = 0;
    for (ParquetFooter.RowGroup group : read.footer().groups()) {
      if (group.start() - start >= bytes) {
        pieces.add(new ParquetRows.Piece(read.file(), start, group.start(), first));
        start = group.start();
        first = next;
      }
      next += group.rows();
    }
    pieces.add(new ParquetRows.Piece(read.file(), start, read.file().length(), first));
    return pieces;
  }

  private Dataset<Row> readPieces(SparkSession spark, List<ParquetRows.Piece> pieces) {
    InputSpec shipped = spec;
    Broadcast<HadoopConf> hadoop = conf;
    return spark.createDataFrame(
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(pieces, pieces.size())
            .flatMap(
                piece ->
                    Counted.part(
                        piece.file().uri(),
                        piece.file().relativePath(),
                        piece.start(),
                        piece.end(),
                        new ParquetRows(shipped, piece, hadoop.value().get()))),
        Counted.SCHEMA);
  }

  /** Returns a {@link ParquetFooter} or a {@link BrokenStream} for each file. */
  private List<Object> footers(Configuration conf, List<InputFiles.InputFile> files) {
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

  private Object footer(Configuration conf, String uri) {
    try {
      Path path = new Path(ListedFiles.path(uri));
      return ParquetFooter.read(conf, path, uri).withNulls(conf, path, TableColumns.named(spec));
    } catch (BrokenStream e) {
      return e;
    }
  }
}
