package dev.winnow.transforms.ingest;

import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputMismatch;
import dev.winnow.transforms.ingest.files.LiteralFiles;
import dev.winnow.transforms.ingest.files.Streams;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;

/**
 * Rows of one IDX file of grey images, with the labels in the file beside it. The bytes of a row
 * are a PGM file: the raw pixels after a header with their shape.
 */
final class IdxRows extends FileRows {

  private static final int IMAGES = 0x00000803;
  private static final int LABELS = 0x00000801;

  private final Configuration conf;
  private DataInputStream images;
  private DataInputStream labels;
  private int count;
  private byte[] header;
  private int pixels;
  private final String metadata;
  private int next;

  IdxRows(InputSpec spec, InputFiles.InputFile file, Configuration conf) {
    super(file);
    this.metadata = new Folders(spec, file).metadata();
    this.conf = conf;
  }

  @Override
  protected void open() throws IOException {
    try {
      images = new DataInputStream(Streams.open(conf, file));
      require(images.readInt() == IMAGES, "must begin with the magic number of IDX byte images");
      count = images.readInt();
      int height = images.readInt();
      int width = images.readInt();
      require(
          count >= 0 && width > 0 && height > 0 && (long) width * height <= 1 << 26,
          "must announce a plausible shape, got " + count + " x " + height + " x " + width);
      pixels = width * height;
      header = ("P5\n" + width + " " + height + "\n255\n").getBytes(StandardCharsets.US_ASCII);
      labels = labels();
    } catch (EOFException e) {
      throw new InputMismatch("idx file " + file.uri() + " ends inside its header; copy it again");
    }
  }

  private DataInputStream labels() throws IOException {
    String uri = file.uri().replace("images-idx3-ubyte", "labels-idx1-ubyte");
    if (uri.equals(file.uri()) || !LiteralFiles.exists(conf, uri)) {
      return null;
    }
    DataInputStream in = new DataInputStream(Streams.open(conf, uri));
    require(
        in.readInt() == LABELS, "must have a labels file with the magic number of IDX byte labels");
    int labelled = in.readInt();
    require(labelled == count, "has " + count + " images, but its labels file has " + labelled);
    return in;
  }

  private void require(boolean holds, String rule) {
    if (!holds) {
      throw new InputMismatch("idx file " + file.uri() + " " + rule);
    }
  }

  @Override
  protected Row read() throws IOException {
    if (next == count) {
      return null;
    }
    byte[] bytes = new byte[header.length + pixels];
    System.arraycopy(header, 0, bytes, 0, header.length);
    try {
      images.readFully(bytes, header.length, pixels);
      String label = labels == null ? null : String.valueOf(labels.readUnsignedByte());
      RawRow row =
          RawRow.image(file.relativePath(), file.uri() + "#" + next, bytes, label, metadata)
              .at(next);
      next++;
      return row.row();
    } catch (EOFException e) {
      throw new InputMismatch(
          "idx file "
              + file.uri()
              + " announces "
              + count
              + " images, but ends after "
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
    if (images != null) {
      images.close();
    }
    if (labels != null) {
      labels.close();
    }
  }
}
