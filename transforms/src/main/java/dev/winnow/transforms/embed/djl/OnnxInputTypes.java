package dev.winnow.transforms.embed.djl;

import dev.winnow.transforms.embed.model.OnnxExternalData;
import dev.winnow.transforms.embed.model.WireReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds the element types of an ONNX model's inputs, which DJL does not report. Reads a stream,
 * like {@link OnnxExternalData}.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>
 */
final class OnnxInputTypes {

  private static final int FLOAT16 = 10;

  private final WireReader in;
  private final Map<String, Long> types = new LinkedHashMap<>();

  private OnnxInputTypes(InputStream model) {
    this.in = new WireReader(model);
  }

  /**
   * Returns the types of the inputs by name, as numbers of ONNX's schema. The inputs may include
   * weights.
   */
  static Map<String, Long> read(InputStream model) throws IOException {
    OnnxInputTypes inputs = new OnnxInputTypes(model);
    while (inputs.in.next(WireReader.STREAM)) {
      if (inputs.in.field() == 7) {
        inputs.graph(inputs.in.message(WireReader.STREAM));
      } else {
        inputs.in.skip(WireReader.STREAM);
      }
    }
    return inputs.types;
  }

  /** Returns true if an input of this type takes 16-bit floats. */
  static boolean isHalf(Long type) {
    return type != null && type == FLOAT16;
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
    long type = 0;
    while (in.next(end)) {
      switch (in.field()) {
        case 1 -> name = in.text(end);
        case 2 -> type = first(in.message(end));
        default -> in.skip(end);
      }
    }
    types.put(name, type);
  }

  /**
   * Returns the element type in a message of a type: its field 1 is the type of a tensor, whose
   * field 1 is the element type.
   */
  private long first(long end) throws IOException {
    long element = 0;
    while (in.next(end)) {
      if (in.field() == 1) {
        long tensor = in.message(end);
        while (in.next(tensor)) {
          if (in.field() == 1) {
            element = in.number(tensor);
          } else {
            in.skip(tensor);
          }
        }
      } else {
        in.skip(end);
      }
    }
    return element;
  }
}
