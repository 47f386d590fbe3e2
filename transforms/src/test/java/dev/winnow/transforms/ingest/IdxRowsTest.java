package dev.winnow.transforms.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFormat;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxRowsTest {

  @TempDir private Path folder;

  /** Returns images of 8 by 8 pixels of noise, zipped. */
  private static byte[] images(int count) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
      out.writeInt(0x803);
      out.writeInt(count);
      out.writeInt(8);
      out.writeInt(8);
      byte[] pixels = new byte[64 * count];
      new Random(3).nextBytes(pixels);
      out.write(pixels);
    }
    return bytes.toByteArray();
  }

  private List<Row> read() {
    InputSpec spec =
        InputSpec.of(
            InputFormat.IDX,
            List.of(folder.toString()),
            Modality.IMAGE,
            null,
            null,
            null,
            CopyContent.AUTO);
    return new RawReader(spec)
        .read(
            LocalSpark.session(), InputFiles.list(new Configuration(), spec.format(), spec.paths()))
        .orderBy("position")
        .collectAsList();
  }

  @Test
  void aCutStreamCostsOneRowAndTheImagesBeforeItStay() throws IOException {
    byte[] whole = images(100);
    Files.write(folder.resolve("a-images-idx3-ubyte.gz"), Arrays.copyOf(whole, whole.length - 640));
    List<Row> rows = read();
    Row last = rows.get(rows.size() - 1);
    assertEquals("truncated", last.getAs("code"));
    assertEquals(rows.size() - 1, last.<Long>getAs("position"));
    assertEquals(1, rows.stream().filter(row -> row.getAs("code") != null).count());
  }
}
