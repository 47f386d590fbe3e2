package dev.winnow.transforms.ingest;

import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.stream.BrokenStream;
import dev.winnow.transforms.ingest.stream.UnreadableFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;

/**
 * Iterator over the rows of one file, which reads one row ahead. Where the content breaks, it gives
 * one refused row, the last: later rows can't be found.
 */
abstract class FileRows implements Iterator<Row>, Closeable {

  /** File that the rows come from. */
  protected final InputFiles.InputFile file;

  private Row ready;
  private boolean opened;
  private boolean ended;

  protected FileRows(InputFiles.InputFile file) {
    this.file = file;
  }

  /** Opens the file. Called once, before the first row. */
  protected abstract void open() throws IOException;

  /** Reads the next row. Returns null after the last row. */
  protected abstract Row read() throws IOException;

  /** Returns the place of the next row in the file: an offset in bytes, or a number. */
  protected abstract long place();

  /** Turns an error of the file system into an unchecked one that names the file. */
  protected final UnreadableFile unreadable(IOException cause) {
    return new UnreadableFile(file.uri(), cause);
  }

  @Override
  public final boolean hasNext() {
    if (ready == null && !ended) {
      try {
        ready = advance();
        ended |= ready == null;
        if (ended) {
          close();
        }
      } catch (IOException e) {
        throw unreadable(e);
      }
    }
    return ready != null;
  }

  private Row advance() throws IOException {
    try {
      if (!opened) {
        opened = true;
        open();
      }
      return read();
    } catch (BrokenStream e) {
      ended = true;
      return broken(e).row();
    }
  }

  private RawRow broken(BrokenStream fault) {
    long place = place();
    return RawRow.refused(
            file.relativePath(),
            file.uri() + "#@" + place,
            fault.code(),
            fault.getMessage() + "; the rows from " + place + " on can't be read")
        .at(place);
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
