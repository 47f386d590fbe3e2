package dev.winnow.transforms.ingest;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;

/**
 * Reads IDX files of grey images, with the labels in the file beside them. The bytes of a row are a
 * PGM file: the raw pixels after a header with their shape.
 */
final class IdxFiles {

  private static final int IMAGES = 0x00000803;
  private static final int LABELS = 0x00000801;

  private final Broadcast<HadoopConf> conf;

  IdxFiles(Broadcast<HadoopConf> conf) {
    this.conf = conf;
  }

  JavaRDD<Row> read(JavaSparkContext context, InputFiles files) {
    Broadcast<HadoopConf> shipped = conf;
    return context
        .parallelize(files.files(), files.files().size())
        .flatMap(file -> new Images(shipped.value().get(), file));
  }

  private static final class Images implements Iterator<Row> {

    private final InputFiles.InputFile file;
    private final DataInputStream images;
    private final DataInputStream labels;
    private final int count;
    private final byte[] header;
    private final int pixels;
    private int next;

    Images(Configuration conf, InputFiles.InputFile file) {
      this.file = file;
      try {
        images = open(conf, file.uri());
        require(images.readInt() == IMAGES, "must begin with the IDX number of byte images");
        count = images.readInt();
        int height = images.readInt();
        int width = images.readInt();
        require(
            count >= 0 && width > 0 && height > 0 && (long) width * height <= 1 << 26,
            "must announce a sane shape, got " + count + " x " + height + " x " + width);
        pixels = width * height;
        header = ("P5\n" + width + " " + height + "\n255\n").getBytes(StandardCharsets.US_ASCII);
        labels = labels(conf);
      } catch (EOFException e) {
        throw new InputMismatch("idx file " + file.uri() + " ends inside its header");
      } catch (IOException e) {
        throw new UncheckedIOException("can't read " + file.uri(), e);
      }
    }

    private DataInputStream labels(Configuration conf) throws IOException {
      String uri = file.uri().replace("images-idx3-ubyte", "labels-idx1-ubyte");
      Path path = new Path(uri);
      FileSystem fs = path.getFileSystem(conf);
      if (uri.equals(file.uri()) || !fs.exists(path)) {
        return null;
      }
      DataInputStream in = open(conf, uri);
      require(in.readInt() == LABELS, "must have a labels file with the IDX number of byte labels");
      int labelled = in.readInt();
      require(labelled == count, "holds " + count + " images, its labels file " + labelled);
      return in;
    }

    private void require(boolean holds, String rule) {
      if (!holds) {
        throw new InputMismatch("idx file " + file.uri() + " " + rule);
      }
    }

    private static DataInputStream open(Configuration conf, String uri) throws IOException {
      Path path = new Path(uri);
      InputStream in = path.getFileSystem(conf).open(path);
      return new DataInputStream(
          new BufferedInputStream(uri.endsWith(".gz") ? new GZIPInputStream(in) : in, 1 << 16));
    }

    @Override
    public boolean hasNext() {
      if (next < count) {
        return true;
      }
      close();
      return false;
    }

    @Override
    public Row next() {
      if (next >= count) {
        throw new NoSuchElementException("no more images");
      }
      try {
        byte[] bytes = new byte[header.length + pixels];
        System.arraycopy(header, 0, bytes, 0, header.length);
        images.readFully(bytes, header.length, pixels);
        String label = labels == null ? null : String.valueOf(labels.readUnsignedByte());
        return RawRow.image(file.relativePath(), file.uri() + "#" + next++, bytes, label).row();
      } catch (EOFException e) {
        throw new InputMismatch(
            "idx file " + file.uri() + " announces " + count + " images and ends after " + next);
      } catch (IOException e) {
        throw new UncheckedIOException("can't read " + file.uri(), e);
      }
    }

    private void close() {
      try {
        images.close();
        if (labels != null) {
          labels.close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException("can't close " + file.uri(), e);
      }
    }
  }
}
