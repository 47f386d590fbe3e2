package dev.winnow.transforms;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads NumPy files of float32 in C order. */
public final class Npy {

  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\((\\d+),\\s*(\\d*)\\)");

  public static float[][] matrix(Path file) throws IOException {
    return matrix(Files.readAllBytes(file));
  }

  public static float[][] matrix(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int header = buffer.getShort(8) & 0xffff;
    String text = new String(bytes, 10, header, StandardCharsets.US_ASCII);
    Matcher shape = SHAPE.matcher(text);
    if (!text.contains("'<f4'") || !shape.find()) {
      throw new IllegalArgumentException("not a float32 array: " + text);
    }
    int rows = shape.group(2).isEmpty() ? 1 : Integer.parseInt(shape.group(1));
    int columns = Integer.parseInt(shape.group(2).isEmpty() ? shape.group(1) : shape.group(2));
    buffer.position(10 + header);
    float[][] matrix = new float[rows][columns];
    for (float[] row : matrix) {
      buffer.asFloatBuffer().get(row);
      buffer.position(buffer.position() + 4 * columns);
    }
    return matrix;
  }

  /** Returns all values of an array of any shape, in C order. */
  public static float[] values(Path file) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int header = buffer.getShort(8) & 0xffff;
    String text = new String(buffer.array(), 10, header, StandardCharsets.US_ASCII);
    if (!text.contains("'<f4'") || text.contains("'fortran_order': True")) {
      throw new IllegalArgumentException("not a float32 array in C order: " + text);
    }
    FloatBuffer floats =
        buffer.position(10 + header).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[] values = new float[floats.remaining()];
    floats.get(values);
    return values;
  }

  private Npy() {}
}
