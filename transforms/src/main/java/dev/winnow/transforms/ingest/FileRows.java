package dev.winnow.transforms.ingest;

import dev.winnow.transforms.ingest.files.InputFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;

/** Iterator over the rows of one file, which reads one row ahead. */
abstract class FileRows implements Iterator<Row> {

  /** File that the rows come from. */
  protected final InputFiles.InputFile file;

  private Row ready;
  private boolean ended;

  protected FileRows(InputFiles.InputFile file) {
    this.file = file;
  }

  /** Reads the next row. Returns null after the last row, once the file is closed. */
  protected abstract Row read() throws IOException;

  /** Turns an error of the file system into an unchecked one that names the file. */
  protected final UncheckedIOException unreadable(IOException cause) {
    return new UncheckedIOException("can't read " + file.uri(), cause);
  }

  @Override
  public final boolean hasNext() {
    if (ready == null && !ended) {
      try {
        ready = read();
      } catch (IOException e) {
        throw unreadable(e);
      }
      ended = ready == null;
    }
    return ready != null;
  }

  @Override
  public final Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more rows");
    }
    Row row = ready;
    ready = null;
    return row;
  }
}
