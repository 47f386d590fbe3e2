package dev.winnow.transforms.ingest;

import dev.winnow.transforms.ingest.files.Streams;
import dev.winnow.transforms.ingest.json.JsonLayout;
import dev.winnow.transforms.ingest.stream.Compression;
import dev.winnow.transforms.ingest.stream.LineReader;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;

/**
 * Rows of the lines that begin in one piece of a file. The source names the line by the offset of
 * its first byte (after unzipping). A file that holds no lines of JSON as a whole gives one refused
 * row, from its first piece.
 */
final class JsonRows extends FileRows {

  private final InputSpec spec;
  private final JsonLines.Piece piece;
  private final Configuration conf;
  private final JsonLine parser;
  private InputStream in;
  private LineReader lines;
  private JsonLayout layout;
  private boolean ended;

  JsonRows(InputSpec spec, JsonLines.Piece piece, Configuration conf) {
    super(piece.file());
    this.spec = spec;
    this.piece = piece;
    this.conf = conf;
    this.parser = new JsonLine(spec, piece.file());
  }

  @Override
  protected void open() throws IOException {
    try (InputStream head = Streams.open(conf, file)) {
      layout = JsonLayout.of(head, spec.maxLineBytes());
    }
    if (layout != JsonLayout.LINES) {
      ended = piece.start() > 0;
      return;
    }
    if (Compression.of(file.uri()) != Compression.NONE) {
      in = Streams.open(conf, file);
      lines = new LineReader(in, 0, spec.maxLineBytes());
      return;
    }
    // The line that begins in the piece before this one, or its last byte, is passed over.
    long from = Math.max(0, piece.start() - 1);
    in = Streams.openAt(conf, file, from);
    lines = new LineReader(in, from, spec.maxLineBytes());
    if (piece.start() > 0) {
      lines.skip(piece.end());
    }
  }

  @Override
  protected Row read() throws IOException {
    if (layout != JsonLayout.LINES && !ended) {
      ended = true;
      return RawRow.refused(file.relativePath(), file.uri() + "#0", layout.code(), layout.message())
          .row();
    }
    if (ended || lines.offset() >= piece.end() || !lines.next()) {
      return null;
    }
    String source = file.uri() + "#" + lines.start();
    RawRow row =
        lines.tooLong()
            ? RawRow.refused(
                file.relativePath(),
                source,
                "too_large",
                "line must have at most "
                    + spec.maxLineBytes()
                    + " bytes (input.max_line_bytes), got "
                    + lines.length())
            : parser.parse(lines.bytes(), source);
    return row.at(lines.start()).row();
  }

  @Override
  protected long place() {
    return lines == null ? 0 : lines.start();
  }

  @Override
  public void close() throws IOException {
    if (in != null) {
      in.close();
    }
  }
}
