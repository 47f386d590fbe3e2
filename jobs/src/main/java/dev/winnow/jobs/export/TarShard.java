package dev.winnow.jobs.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.winnow.transforms.ingest.NpyHeader;
import dev.winnow.transforms.ingest.files.ContentDigest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.spark.sql.Row;

/**
 * Writes a shard of a WebDataset: an archive (USTAR) whose members of one row follow each other and
 * share a {@link SampleKey}. Holds one row at a time. The bytes depend on the rows alone: members
 * have the time 0, the owner 0 and the mode 0644.
 *
 * <p>Members are, in this order: the image under the extension of its format, {@code .txt}, {@code
 * .npy}, {@code .cls} and {@code .json}.
 */
final class TarShard {

  private static final int MODE = 0644;
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * Writes the rows in their order.
   *
   * @param rows rows that {@link Sample} reads
   * @param classes true to write labels, which are integers, as {@code .cls} too
   * @param out stream, which is closed
   * @return number of rows
   */
  static long write(Iterator<Row> rows, boolean classes, OutputStream out) throws IOException {
    long count = 0;
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      while (rows.hasNext()) {
        write(Sample.of(rows.next()), classes, tar);
        count++;
      }
    }
    return count;
  }

  private static void write(Sample sample, boolean classes, TarArchiveOutputStream tar)
      throws IOException {
    String key = sample.key();
    if (sample.image() != null) {
      put(tar, sample.imageName(), sample.image());
    }
    if (sample.text() != null) {
      put(tar, key + ".txt", utf8(sample.text()));
    }
    if (sample.vector() != null) {
      byte[] floats = ContentDigest.bytes(sample.vector());
      ByteArrayOutputStream array = new ByteArrayOutputStream();
      array.write(NpyHeader.encode("'<f4'", sample.vector().size() + ","));
      array.write(floats);
      put(tar, key + ".npy", array.toByteArray());
    }
    if (classes && sample.label() != null) {
      put(tar, key + ".cls", utf8(sample.label()));
    }
    put(tar, key + ".json", json(sample));
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] bytes)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    entry.setModTime(0L);
    entry.setMode(MODE);
    entry.setIds(0, 0);
    entry.setNames("", "");
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] json(Sample sample) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("id", sample.id());
      json.writeStringField("source", sample.source());
      json.writeStringField("label", sample.label());
      json.writeNumberField("keep_rank", sample.rank());
      json.writeNumberField("hardness", sample.hardness());
      json.writeNumberField("cluster_id", sample.cluster());
      json.writeFieldName("metadata");
      // The table holds a JSON object; numbers stay as they are written there.
      json.writeRawValue(sample.metadata());
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private TarShard() {}
}
