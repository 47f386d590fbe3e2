package dev.winnow.jobs.init;

import dev.winnow.jobs.tables.InputLook;
import dev.winnow.transforms.ingest.NpyHeader;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFiles.InputFile;
import dev.winnow.transforms.ingest.files.InputFormat;
import dev.winnow.transforms.ingest.files.ListedFiles;
import dev.winnow.transforms.ingest.files.Streams;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Number of rows of an input, without reading it as a whole: by its listing, footers and headers,
 * or by the bytes of a row in at most 32 MiB of three files.
 *
 * @param exact false for an estimate
 * @param bytes bytes of the files that are read
 */
public record RowCount(long rows, boolean exact, long bytes) {

  /** Counts the rows of listed files; a Delta table is one file, counted by its log. */
  public static RowCount of(Configuration conf, InputFormat format, InputFiles files) {
    List<InputFile> data = files.files();
    long bytes = files.bytes();
    return switch (format) {
      case IMAGES -> new RowCount(data.size(), true, bytes);
      case JSONL -> of(JsonSampler.of(conf, data), files);
      case CSV -> of(CsvSampler.of(conf, data).sample(), files);
      case WEBDATASET -> of(ShardSampler.of(conf, data), files);
      case PARQUET -> parquet(conf, files);
      case NPY, IDX -> new RowCount(headers(conf, format, data), true, bytes);
      case DELTA -> delta(conf, data.get(0).uri());
      case SAMPLE -> throw new IllegalArgumentException("format SAMPLE has no files");
    };
  }

  private static RowCount of(Sample sample, InputFiles files) {
    boolean exact = sample.isWhole() && files.files().size() <= Sample.FILES;
    return new RowCount(sample.estimate(files.bytes()), exact, files.bytes());
  }

  private static RowCount parquet(Configuration conf, InputFiles files) {
    List<Path> paths =
        files.files().stream().map(file -> new Path(ListedFiles.path(file.uri()))).toList();
    ParquetSampler sampler = new ParquetSampler(conf);
    sampler.count(paths);
    boolean exact = paths.size() <= ParquetSampler.FOOTERS;
    double share = (double) files.bytes() / Math.max(1, sampler.bytes());
    return new RowCount(
        exact ? sampler.rows() : Math.round(sampler.rows() * share), exact, files.bytes());
  }

  private static RowCount delta(Configuration conf, String uri) {
    InputLook look = InputLook.of(conf, new Path(uri));
    if (look.rows() >= 0) {
      return new RowCount(look.rows(), true, look.bytes());
    }
    ParquetSampler sampler = new ParquetSampler(conf);
    sampler.count(look.files());
    double share =
        (double) look.files().size()
            / Math.max(1, Math.min(look.files().size(), ParquetSampler.FOOTERS));
    return new RowCount(
        Math.round(sampler.rows() * share), false, Math.round(sampler.bytes() * share));
  }

  private static long headers(Configuration conf, InputFormat format, List<InputFile> data) {
    long rows = 0;
    for (InputFile file : data) {
      try (DataInputStream in = new DataInputStream(Streams.open(conf, file))) {
        if (format == InputFormat.NPY) {
          rows += NpyHeader.read(in, file.uri()).rows();
        } else {
          in.readInt();
          rows += Integer.toUnsignedLong(in.readInt());
        }
      } catch (IOException e) {
        throw new UncheckedIOException("can't read the header of " + file.uri(), e);
      }
    }
    return rows;
  }
}
