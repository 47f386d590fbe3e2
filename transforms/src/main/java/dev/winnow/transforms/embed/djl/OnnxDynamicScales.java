package dev.winnow.transforms.embed.djl;

import dev.winnow.transforms.embed.model.OnnxExternalData;
import dev.winnow.transforms.embed.model.WireReader;
import java.io.IOException;
import java.io.InputStream;

/**
 * Search for operators that quantise by the range of all values of a run, such as {@code
 * DynamicQuantizeLinear}. With them a row's vector depends on the other rows of the run, and on
 * what fills them up. Reads a stream, like {@link OnnxExternalData}.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>
 */
final class OnnxDynamicScales {

  private static final String PREFIX = "DynamicQuantize";

  private final WireReader in;
  private boolean found;

  private OnnxDynamicScales(InputStream model) {
    this.in = new WireReader(model);
  }

  /** Returns true if the graph or a function of the model has such an operator. */
  static boolean isIn(InputStream model) throws IOException {
    OnnxDynamicScales scales = new OnnxDynamicScales(model);
    WireReader in = scales.in;
    while (in.next(WireReader.STREAM)) {
      switch (in.field()) {
        case 7 -> scales.nodes(1, in.message(WireReader.STREAM));
        case 25 -> scales.nodes(7, in.message(WireReader.STREAM));
        default -> in.skip(WireReader.STREAM);
      }
    }
    return scales.found;
  }

  /**
   * Reads a graph or a function.
   *
   * @param field number of its field of nodes
   */
  private void nodes(int field, long end) throws IOException {
    while (in.next(end)) {
      if (in.field() == field) {
        long node = in.message(end);
        while (in.next(node)) {
          if (in.field() == 4) {
            found |= in.text(node).startsWith(PREFIX);
          } else {
            in.skip(node);
          }
        }
      } else {
        in.skip(end);
      }
    }
  }
}
