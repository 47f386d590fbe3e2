package dev.winnow.transforms.kernel.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes an ONNX model of one graph: operators of opset 13, constants, inputs and outputs.
 *
 * <p>ONNX is a protobuf format; the field numbers are those of its schema, <a
 * href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>.
 */
public final class OnnxGraph {

  private static final int IR_VERSION = 8;
  private static final int OPSET = 13;

  /** Types of elements, by their numbers in TensorProto.DataType. */
  public enum Type {
    FLOAT(1),
    INT64(7);

    private final int number;

    Type(int number) {
      this.number = number;
    }
  }

  private final Message graph = new Message();

  public OnnxGraph(String name) {
    graph.put(2, name);
  }

  /** An operator with one output. */
  public OnnxGraph node(String operator, String output, String... inputs) {
    return node(operator, List.of(output), List.of(inputs), List.of());
  }

  /** An operator. */
  OnnxGraph node(
      String operator, List<String> outputs, List<String> inputs, List<Attribute> attributes) {
    Message node = new Message();
    inputs.forEach(input -> node.put(1, input));
    outputs.forEach(output -> node.put(2, output));
    node.put(3, outputs.get(0)).put(4, operator);
    attributes.forEach(attribute -> node.put(5, attribute.message()));
    graph.put(1, node);
    return this;
  }

  /**
   * A named whole number of an operator.
   *
   * @param list whether the operator takes a list, here of one number
   */
  record Attribute(String name, long value, boolean list) {

    private static final int INT = 2;
    private static final int INTS = 7;

    private Message message() {
      return new Message().put(1, name).put(list ? 8 : 3, value).put(20, list ? INTS : INT);
    }
  }

  /**
   * A constant matrix or array.
   *
   * @param values row-major
   */
  public OnnxGraph constant(String name, float[] values, long... dims) {
    ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(values);
    graph.put(5, tensor(name, Type.FLOAT, dims).put(9, data.array()));
    return this;
  }

  /** A constant list of whole numbers. */
  OnnxGraph constant(String name, long... values) {
    ByteBuffer data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asLongBuffer().put(values);
    graph.put(5, tensor(name, Type.INT64, values.length).put(9, data.array()));
    return this;
  }

  /** A constant of floats that whoever loads the model provides, so that it is never a file. */
  OnnxGraph external(String name, long... dims) {
    Message location = new Message().put(1, "location").put(2, name);
    graph.put(5, tensor(name, Type.FLOAT, dims).put(13, location).put(14, 1));
    return this;
  }

  /** An input; negative dimensions are for the caller to choose, equal ones alike. */
  public OnnxGraph input(String name, Type type, long... dims) {
    graph.put(11, value(name, type, dims));
    return this;
  }

  /** An output; dimensions as of an input. */
  public OnnxGraph output(String name, Type type, long... dims) {
    graph.put(12, value(name, type, dims));
    return this;
  }

  /** The model as an ONNX file holds it. */
  public byte[] bytes() {
    Message opset = new Message().put(1, "").put(2, OPSET);
    return new Message().put(1, IR_VERSION).put(7, graph).put(8, opset).bytes();
  }

  private static Message tensor(String name, Type type, long... dims) {
    Message tensor = new Message();
    for (long dim : dims) {
      tensor.put(1, dim);
    }
    return tensor.put(2, type.number).put(8, name);
  }

  private static Message value(String name, Type type, long... dims) {
    Message shape = new Message();
    for (long dim : dims) {
      shape.put(1, dim < 0 ? new Message().put(2, "d" + -dim) : new Message().put(1, dim));
    }
    Message tensorType = new Message().put(1, type.number).put(2, shape);
    return new Message().put(1, name).put(2, new Message().put(1, tensorType));
  }

  /** A protobuf message: varints and length-delimited fields. */
  private static final class Message {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message put(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Message put(int field, byte[] bytes) {
      varint((long) field << 3 | 2);
      varint(bytes.length);
      out.writeBytes(bytes);
      return this;
    }

    Message put(int field, String text) {
      return put(field, text.getBytes(StandardCharsets.UTF_8));
    }

    Message put(int field, Message message) {
      return put(field, message.bytes());
    }

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        out.write((int) (rest & 0x7f | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }
}
