package dev.winnow.jobs.export;

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
 * A subset file as DataComp has them: {@code numpy.save} of a sorted array of dtype {@code u8,u8},
 * an id a row, its upper 64 bits first. Holds one id at a time.
 *
 * @see <a href="https://github.com/mlfoundations/datacomp">DataComp</a>, whose resharder reads it
 */
final class DataCompFile {

  private static final int ALIGNMENT = 64;

  /** Magic string, version and length of the header. */
  private static final int PREFIX = 10;

  /**
   * @param parts text files of ids of 32 lower-case hexadecimal digits, sorted
   * @param rows how many ids they hold
   */
  static void write(FileSystem fs, List<Path> parts, long rows, OutputStream out)
      throws IOException {
    out.write(header(rows));
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
      throw new IllegalStateException("the release has " + rows + " rows, " + written + " came");
    }
  }

  /** As numpy.save writes it, format 1.0. */
  static byte[] header(long rows) {
    String dictionary =
        "{'descr': [('f0', '<u8'), ('f1', '<u8')], 'fortran_order': False, 'shape': ("
            + rows
            + ",), }";
    int length = PREFIX + dictionary.length() + 1;
    int padded = (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer header = ByteBuffer.allocate(padded).order(ByteOrder.LITTLE_ENDIAN);
    header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    header.put((byte) 1).put((byte) 0).putShort((short) (padded - PREFIX));
    header.put(dictionary.getBytes(StandardCharsets.US_ASCII));
    while (header.position() < padded - 1) {
      header.put((byte) ' ');
    }
    return header.put((byte) '\n').array();
  }

  private DataCompFile() {}
}
