package dev.winnow.transforms.embed.djl;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/**
 * Named input of a model.
 *
 * @param name name of the input
 * @param data values, row-major, from the buffer's position to its limit; a direct buffer, so that
 *     the engine reads it in place
 * @param shape lengths of the axes, rows first
 * @param type type of the values
 */
record Tensor(String name, Buffer data, Shape shape, DataType type) {

  static Tensor floats(String name, FloatBuffer data, Shape shape) {
    return new Tensor(name, data, shape, DataType.FLOAT32);
  }

  /**
   * @param data two bytes per number, in the platform's order
   */
  static Tensor halves(String name, ByteBuffer data, Shape shape) {
    return new Tensor(name, data, shape, DataType.FLOAT16);
  }

  static Tensor longs(String name, LongBuffer data, Shape shape) {
    return new Tensor(name, data, shape, DataType.INT64);
  }

  int rows() {
    return Math.toIntExact(shape.get(0));
  }

  /** Returns the number of values of one row. */
  int rowSize() {
    return Math.toIntExact(shape.size() / rows());
  }

  /** Returns some of the rows, as a view of the same memory. */
  Tensor slice(int from, int rows) {
    long[] dims = shape.getShape().clone();
    dims[0] = rows;
    // Java has no buffer type for 16-bit floats, so their buffer counts bytes.
    int unit = type == DataType.FLOAT16 ? Short.BYTES : 1;
    int start = data.position() + from * rowSize() * unit;
    return new Tensor(
        name,
        data.duplicate().limit(start + rows * rowSize() * unit).position(start),
        new Shape(dims),
        type);
  }
}
