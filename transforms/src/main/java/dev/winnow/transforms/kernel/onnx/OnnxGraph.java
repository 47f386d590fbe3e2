package dev.winnow.transforms.kernel.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Writes an ONNX model with one graph: operators of opset 13, constants, inputs and outputs.
 *
 * <p>ONNX is a protobuf format; the field numbers are those of its schema, <a
 * href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>.
 */
public final class OnnxGraph {

  private static final int IR_VERSION = 8;
  private static final int OPSET = 13;

  /** Types of elements, with their numbers in TensorProto.DataType. */
  public enum Type {
    FLOAT(1),
    INT64(7),
    FLOAT16(10);

    private final int number;

    Type(int number) {
      this.number = number;
    }
  }

  private final ProtoMessage graph = new ProtoMessage();

  public OnnxGraph(String name) {
    graph.put(2, name);
  }

  /** Adds an operator with one output. */
  public OnnxGraph node(String operator, String output, String... inputs) {
    return node(operator, List.of(output), List.of(inputs), List.of());
  }

  /** Adds an operator. */
  public OnnxGraph node(
      String operator, List<String> outputs, List<String> inputs, List<Attribute> attributes) {
    ProtoMessage node = new ProtoMessage();
    inputs.forEach(input -> node.put(1, input));
    outputs.forEach(output -> node.put(2, output));
    node.put(3, outputs.get(0)).put(4, operator);
    attributes.forEach(attribute -> node.put(5, attribute.message()));
    graph.put(1, node);
    return this;
  }

  /**
   * Attribute of an operator: a name and whole numbers.
   *
   * @param list true when the operator takes a list; otherwise there is one number
   */
  public record Attribute(String name, boolean list, long... values) {

    private static final int INT = 2;
    private static final int INTS = 7;

    private ProtoMessage message() {
      ProtoMessage message = new ProtoMessage().put(1, name);
      for (long value : values) {
        message.put(list ? 8 : 3, value);
      }
      return message.put(20, list ? INTS : INT);
    }
  }

  /**
   * Adds a constant matrix or array.
   *
   * @param values row-major
   */
  public OnnxGraph constant(String name, float[] values, long... dims) {
    ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(values);
    graph.put(5, tensor(name, Type.FLOAT, dims).put(9, data.array()));
    return this;
  }

  /** Adds a constant list of whole numbers. */
  public OnnxGraph constant(String name, long... values) {
    ByteBuffer data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asLongBuffer().put(values);
    graph.put(5, tensor(name, Type.INT64, values.length).put(9, data.array()));
    return this;
  }

  /** Adds a constant of floats that the loader of the model provides in memory, not in a file. */
  OnnxGraph external(String name, long... dims) {
    graph.put(5, tensor(name, Type.FLOAT, dims).put(13, entry("location", name)).put(14, 1));
    return this;
  }

  /** Adds a constant of floats that is in a file beside the model, from its first byte. */
  public OnnxGraph external(String name, String location, long... dims) {
    long length = Float.BYTES;
    for (long dim : dims) {
      length *= dim;
    }
    graph.put(
        5,
        tensor(name, Type.FLOAT, dims)
            .put(13, entry("location", location))
            .put(13, entry("offset", "0"))
            .put(13, entry("length", String.valueOf(length)))
            .put(14, 1));
    return this;
  }

  private static ProtoMessage entry(String key, String value) {
    return new ProtoMessage().put(1, key).put(2, value);
  }

  /**
   * Adds an input. The caller chooses the negative dimensions; equal numbers have equal lengths.
   */
  public OnnxGraph input(String name, Type type, long... dims) {
    graph.put(11, value(name, type, dims));
    return this;
  }

  /** Adds an output, with dimensions like those of an input. */
  public OnnxGraph output(String name, Type type, long... dims) {
    graph.put(12, value(name, type, dims));
    return this;
  }

  /** Returns the model as the bytes of an ONNX file. */
  public byte[] bytes() {
    ProtoMessage opset = new ProtoMessage().put(1, "").put(2, OPSET);
    return new ProtoMessage().put(1, IR_VERSION).put(7, graph).put(8, opset).bytes();
  }

  private static ProtoMessage tensor(String name, Type type, long... dims) {
    ProtoMessage tensor = new ProtoMessage();
    for (long dim : dims) {
      tensor.put(1, dim);
    }
    return tensor.put(2, type.number).put(8, name);
  }

  private static ProtoMessage value(String name, Type type, long... dims) {
    ProtoMessage shape = new ProtoMessage();
    for (long dim : dims) {
      shape.put(
          1, dim < 0 ? new ProtoMessage().put(2, "d" + -dim) : new ProtoMessage().put(1, dim));
    }
    ProtoMessage tensorType = new ProtoMessage().put(1, type.number).put(2, shape);
    return new ProtoMessage().put(1, name).put(2, new ProtoMessage().put(1, tensorType));
  }
}
