package dev.winnow.transforms.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.TreeMap;

/** Writes an uncompressed TIFF: the header, one strip and then the directory. */
final class TiffFixture {

  static final int SHORT = 3;
  static final int LONG = 4;

  private final ByteOrder order;
  private final byte[] data;
  private final TreeMap<Integer, int[]> fields = new TreeMap<>();

  /**
   * @param values samples of all pixels, row by row, {@code samples} per pixel
   */
  TiffFixture(
      ByteOrder order,
      int width,
      int height,
      int bits,
      int samples,
      int photometric,
      int... values) {
    this.order = order;
    int row = width * samples;
    ByteBuffer packed = ByteBuffer.allocate((row * bits + 7) / 8 * height).order(order);
    for (int y = 0; y < height; y++) {
      int pending = 0;
      int count = 0;
      for (int i = 0; i < row; i++) {
        int value = values[y * row + i];
        if (bits == 16) {
          packed.putShort((short) value);
          continue;
        }
        for (int bit = bits - 1; bit >= 0; bit--) {
          pending = pending << 1 | value >> bit & 1;
          if (++count % 8 == 0) {
            packed.put((byte) pending);
          }
        }
      }
      if (count % 8 != 0) {
        packed.put((byte) (pending << 8 - count % 8));
      }
    }
    data = packed.array();
    int[] depth = new int[samples];
    Arrays.fill(depth, bits);
    with(256, LONG, width).with(257, LONG, height).with(258, SHORT, depth).with(259, SHORT, 1);
    with(262, SHORT, photometric).with(273, LONG, 8).with(277, SHORT, samples);
    with(278, LONG, height).with(279, LONG, data.length);
  }

  TiffFixture with(int tag, int type, int... values) {
    int[] field = new int[values.length + 1];
    field[0] = type;
    System.arraycopy(values, 0, field, 1, values.length);
    fields.put(tag, field);
    return this;
  }

  byte[] bytes() {
    int directory = 8 + data.length + data.length % 2;
    int free = directory + 2 + 12 * fields.size() + 4;
    ByteBuffer out = ByteBuffer.allocate(free + (1 << 16)).order(order);
    byte mark = (byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M');
    out.put(mark).put(mark).putShort((short) 42).putInt(directory).put(data);
    out.position(directory).putShort((short) fields.size());
    for (var field : fields.entrySet()) {
      int[] values = field.getValue();
      int size = values[0] == SHORT ? 2 : 4;
      out.putShort(field.getKey().shortValue()).putShort((short) values[0]);
      out.putInt(values.length - 1);
      int next = out.position() + 4;
      boolean outside = (values.length - 1) * size > 4;
      if (outside) {
        out.putInt(free).position(free);
      }
      for (int i = 1; i < values.length; i++) {
        if (size == 2) {
          out.putShort((short) values[i]);
        } else {
          out.putInt(values[i]);
        }
      }
      if (outside) {
        free = out.position();
      }
      out.position(next);
    }
    return Arrays.copyOf(out.array(), free);
  }
}
