package dev.winnow.jobs.stage.cluster;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * A NumPy matrix of float32 or float64 in C order, small enough for the driver.
 *
 * @param values {@code float[rows * width]}
 */
public record NumpyMatrix(int rows, int width, float[] values) {

  private static final Pattern HEADER =
      Pattern.compile(
          "'descr':\\s*'<f([48])'.*'fortran_order':\\s*False.*'shape':\\s*\\((\\d+),\\s*(\\d+)\\)");

  /**
   * @param key of the recipe, for messages
   */
  public static NumpyMatrix read(Configuration hadoop, String location, String key) {
    byte[] bytes;
    Path path = new Path(location);
    try (FSDataInputStream in = path.getFileSystem(hadoop).open(path)) {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      throw new Failure(ExitCode.INPUT, key + " must be readable, " + location + " is not", e);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean numpy = bytes.length > 12 && bytes[0] == (byte) 0x93 && bytes[1] == 'N';
    int start = numpy && bytes[6] > 1 ? 12 : 10;
    int length = !numpy ? 0 : bytes[6] > 1 ? buffer.getInt(8) : buffer.getShort(8) & 0xffff;
    Matcher header =
        HEADER.matcher(numpy ? new String(bytes, start, length, StandardCharsets.US_ASCII) : "");
    if (!header.find()) {
      throw new Failure(
          ExitCode.DATA,
          key
              + " must be a 2-d NumPy matrix of float32 or float64 in C order, "
              + location
              + " is not");
    }
    int rows = Integer.parseInt(header.group(2));
    int width = Integer.parseInt(header.group(3));
    float[] values = new float[Math.multiplyExact(rows, width)];
    buffer.position(start + length);
    boolean single = header.group(1).equals("4");
    for (int i = 0; i < values.length; i++) {
      values[i] = single ? buffer.getFloat() : (float) buffer.getDouble();
    }
    return new NumpyMatrix(rows, width, values);
  }

  /** A copy of a row. */
  public float[] row(int i) {
    return java.util.Arrays.copyOfRange(values, i * width, (i + 1) * width);
  }
}
