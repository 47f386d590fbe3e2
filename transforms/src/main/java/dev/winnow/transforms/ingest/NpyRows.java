package dev.winnow.transforms.ingest;

import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputMismatch;
import dev.winnow.transforms.ingest.files.Streams;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;

/**
 * Rows of one matrix, each with its row of the companion file. Both must have the same number of
 * rows, because a shift between ids and rows would make every decision of the curation wrong.
 */
final class NpyRows extends FileRows {

  private final InputSpec spec;
  private final Configuration conf;
  private DataInputStream in;
  private NpyHeader header;
  private NpyCompanion companion;
  private ByteBuffer buffer;
  private int next;

  NpyRows(InputSpec spec, InputFiles.InputFile file, Configuration conf) {
    super(file);
    this.spec = spec;
    this.conf = conf;
  }

  @Override
  protected void open() throws IOException {
    in = new DataInputStream(Streams.open(conf, file));
    header = NpyHeader.read(in, file.uri());
    companion = NpyCompanion.open(spec, file, conf);
    buffer = ByteBuffer.allocate(header.rowBytes()).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  protected Row read() throws IOException {
    if (next == header.rows()) {
      companion.end(header.rows());
      return null;
    }
    try {
      in.readFully(buffer.array());
      float[] vector = header.floats(buffer.clear());
      NpyCompanion.Fields fields = companion.next(next, header.rows());
      return new RawRow(
              fields.id(),
              file.relativePath(),
              "",
              file.uri() + "#" + next,
              next++,
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
          "file "
              + file.uri()
              + " announces "
              + header.rows()
              + " rows, but ends after "
              + next
              + "; copy it again");
    }
  }

  @Override
  protected long place() {
    return next;
  }

  @Override
  public void close() throws IOException {
    if (in != null) {
      in.close();
    }
  }
}
