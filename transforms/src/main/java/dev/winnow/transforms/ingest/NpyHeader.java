package dev.winnow.transforms.ingest;

import dev.winnow.transforms.ingest.files.InputMismatch;
import dev.winnow.transforms.ingest.parquet.PlainValues;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Header of a NumPy file with a matrix of floats, row-major and little-endian.
 *
 * @param itemBytes bytes of one float: 2, 4 or 8
 * @param rows number of rows
 * @param columns number of columns
 * @param bytes length of the header, which is the offset of the matrix
 */
public record NpyHeader(int itemBytes, int rows, int columns, int bytes) {

  /** Bytes before the dictionary in format 1.0: magic string, version and length. */
  private static final int PREFIX = 10;

  /** The length of a written header is a multiple of this. */
  private static final int ALIGNMENT = 64;

  private static final Pattern DESCR = Pattern.compile("'descr':\\s*'<f([248])'");
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\((\\d+),\\s*(\\d+),?\\s*\\)");

  /**
   * Reads the header and leaves the stream where the matrix begins.
   *
   * @param name name of the file, for messages
   * @throws InputMismatch if the stream holds no such file
   */
  public static NpyHeader read(DataInputStream in, String name) throws IOException {
    try {
      byte[] start = in.readNBytes(8);
      if (start.length < 8 || start[0] != (byte) 0x93 || start[1] != 'N' || start[5] != 'Y') {
        throw mismatch(name, "its first bytes are not those of a NumPy file");
      }
      int length = Short.toUnsignedInt(Short.reverseBytes(in.readShort()));
      int before = PREFIX;
      if (start[6] > 1) {
        length |= Short.toUnsignedInt(Short.reverseBytes(in.readShort())) << 16;
        before = 12;
      }
      byte[] text = new byte[length];
      in.readFully(text);
      String header = new String(text, StandardCharsets.ISO_8859_1);
      Matcher descr = DESCR.matcher(header);
      Matcher shape = SHAPE.matcher(header);
      if (!descr.find() || !shape.find() || !header.contains("'fortran_order': False")) {
        throw mismatch(name, "its header says " + header.strip());
      }
      return new NpyHeader(
          Integer.parseInt(descr.group(1)),
          Integer.parseInt(shape.group(1)),
          Integer.parseInt(shape.group(2)),
          before + length);
    } catch (EOFException e) {
      throw mismatch(name, "it ends inside its header");
    }
  }

  /**
   * Returns the bytes of a header as {@code numpy.save} writes it, in format 1.0 and C order.
   *
   * @param descr type of the items as a Python literal, with its quotes
   * @param shape lengths of the axes, separated by commas; a single one has a comma after it
   */
  public static byte[] encode(String descr, String shape) {
    String dictionary =
        "{'descr': " + descr + ", 'fortran_order': False, 'shape': (" + shape + "), }";
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

  private static InputMismatch mismatch(String name, String why) {
    return new InputMismatch(
        "file "
            + name
            + " must hold a 2-d NumPy matrix of float16, float32 or float64 in C order, "
            + why);
  }

  /** Returns the bytes of one row. */
  public int rowBytes() {
    return itemBytes * columns;
  }

  /**
   * Returns one row as floats.
   *
   * @param row at least {@link #rowBytes} bytes, little-endian
   */
  public float[] floats(ByteBuffer row) {
    float[] values = new float[columns];
    for (int j = 0; j < columns; j++) {
      values[j] =
          switch (itemBytes) {
            case 2 -> half(row.getShort());
            case 4 -> row.getFloat();
            default -> (float) row.getDouble();
          };
    }
    return values;
  }

  /** Returns the value of IEEE 754 binary16 bits. */
  static float half(short bits) {
    return PlainValues.half(bits);
  }
}
