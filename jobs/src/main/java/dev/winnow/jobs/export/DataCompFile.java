package dev.winnow.jobs.export;

import dev.winnow.transforms.ingest.NpyHeader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes DataComp's subset files: {@code numpy.save} of a sorted array of dtype {@code u8,u8}, one
 * id per row, its upper 64 bits first. Holds one id at a time.
 *
 * @see <a href="https://github.com/mlfoundations/datacomp">DataComp</a>, whose resharder reads it
 */
final class DataCompFile {

  /**
   * @param parts text files of ids of 32 lower-case hexadecimal digits, sorted
   * @param rows number of ids in the parts
   */
  static void write(FileSystem fs, List<Path> parts, long rows, OutputStream out)
      throws IOException {
    out.write(NpyHeader.encode("[('f0', '<u8'), ('f1', '<u8')]", rows + ","));
    ByteBuffer row = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    long written = 0;
    for (Path part : parts) {
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(fs.open(part), StandardCharsets.US_ASCII))) {
        for (String id = lines.readLine(); id != null; id = lines.readLine()) {
          row.clear();
          row.putLong(Long.parseUnsignedLong(id.substring(0, 16), 16));
          row.putLong(Long.parseUnsignedLong(id.substring(16), 16));
          out.write(row.array());
          written++;
        }
      }
    }
    if (written != rows) {
      throw new IllegalStateException("the parts must hold " + rows + " ids, got " + written);
    }
  }

  private DataCompFile() {}
}
