package dev.winnow.transforms.embed.djl;

import dev.winnow.transforms.embed.model.OnnxExternalData;
import dev.winnow.transforms.embed.model.WireReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the element types and shapes of an ONNX model's inputs, which DJL does not report. Reads a
 * stream, like {@link OnnxExternalData}.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>
 */
final class OnnxInputTypes {

  private static final int FLOAT16 = 10;

  private final WireReader in;
  private final Map<String, Input> inputs = new LinkedHashMap<>();

  /**
   * Type of an input.
   *
   * @param element number of the element type in ONNX's schema; 0 if the input is no tensor
   * @param dims lengths of the axes, -1 for any; empty if the model gives no shape
   */
  record Input(long element, long[] dims) {

    /** Returns true for 16-bit floats. */
    boolean isHalf() {
      return element == FLOAT16;
    }
  }

  private OnnxInputTypes(InputStream model) {
    this.in = new WireReader(model);
  }

  /** Returns the inputs by name. They may include weights. */
  static Map<String, Input> read(InputStream model) throws IOException {
    OnnxInputTypes inputs = new OnnxInputTypes(model);
    while (inputs.in.next(WireReader.STREAM)) {
      if (inputs.in.field() == 7) {
        inputs.graph(inputs.in.message(WireReader.STREAM));
      } else {
        inputs.in.skip(WireReader.STREAM);
      }
    }
    return inputs.inputs;
  }

  private void graph(long end) throws IOException {
    while (in.next(end)) {
      if (in.field() == 11) {
        input(in.message(end));
      } else {
        in.skip(end);
      }
    }
  }

  private void input(long end) throws IOException {
    String name = "";
    Input input = new Input(0, new long[0]);
    while (in.next(end)) {
      switch (in.field()) {
        case 1 -> name = in.text(end);
        case 2 -> input = type(in.message(end));
        default -> in.skip(end);
      }
    }
    inputs.put(name, input);
  }

  /** Reads a message of a type: its field 1 is the type of a tensor. */
  private Input type(long end) throws IOException {
    Input input = new Input(0, new long[0]);
    while (in.next(end)) {
      if (in.field() == 1) {
        input = tensor(in.message(end));
      } else {
        in.skip(end);
      }
    }
    return input;
  }

  private Input tensor(long end) throws IOException {
    long element = 0;
    List<Long> dims = new ArrayList<>();
    while (in.next(end)) {
      switch (in.field()) {
        case 1 -> element = in.number(end);
        case 2 -> {
          long shape = in.message(end);
          while (in.next(shape)) {
            if (in.field() == 1) {
              dims.add(dim(in.message(shape)));
            } else {
              in.skip(shape);
            }
          }
        }
        default -> in.skip(end);
      }
    }
    return new Input(element, dims.stream().mapToLong(Long::longValue).toArray());
  }

  /** Reads a length; a name stands for any. */
  private long dim(long end) throws IOException {
    long length = -1;
    while (in.next(end)) {
      if (in.field() == 1) {
        long value = in.number(end);
        length = value > 0 ? value : -1;
      } else {
        in.skip(end);
      }
    }
    return length;
  }
}
