package dev.winnow.transforms.ingest;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;

/**
 * Rows of one matrix, each with its row of the companion file. Both must have the same number of
 * rows, because a shift between ids and rows would make every decision of the curation wrong.
 */
final class NpyRows implements Iterator<Row> {

  private final InputSpec spec;
  private final InputFiles.InputFile file;
  private final DataInputStream in;
  private final NpyHeader header;
  private final NpyCompanion companion;
  private final ByteBuffer buffer;
  private int next;
  private boolean closed;

  NpyRows(InputSpec spec, InputFiles.InputFile file, Configuration conf) {
    this.spec = spec;
    this.file = file;
    this.in = new DataInputStream(Streams.open(conf, file));
    try {
      this.header = NpyHeader.read(in, file.uri());
      this.companion = NpyCompanion.of(spec, file, conf);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file.uri(), e);
    }
    this.buffer = ByteBuffer.allocate(header.rowBytes()).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public boolean hasNext() {
    if (next < header.rows()) {
      return true;
    }
    try {
      if (!closed) {
        closed = true;
        companion.end(header.rows());
        in.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't close " + file.uri(), e);
    }
    return false;
  }

  @Override
  public Row next() {
    if (next >= header.rows()) {
      throw new NoSuchElementException("no more rows");
    }
    try {
      in.readFully(buffer.array());
      float[] vector = header.floats(buffer.clear());
      NpyCompanion.Fields fields = companion.next(next, header.rows());
      return new RawRow(
              fields.id(),
              file.relativePath(),
              "",
              file.uri() + "#" + next++,
              null,
              null,
              vector,
              fields.label(),
              fields.metadata(),
              null,
              null)
          .row();
    } catch (EOFException e) {
      throw new InputMismatch(
          "file " + file.uri() + " announces " + header.rows() + " rows and ends after " + next);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file.uri(), e);
    }
  }
}
