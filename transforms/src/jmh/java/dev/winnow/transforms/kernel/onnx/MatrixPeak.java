package dev.winnow.transforms.kernel.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.winnow.transforms.kernel.onnx.OnnxGraph.Attribute;
import dev.winnow.transforms.kernel.onnx.OnnxGraph.Type;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Measures the peak of a device in float32: products of large square matrices that stay there. */
final class MatrixPeak {

  private static final int PRODUCTS = 10;

  /**
   * Returns operations per second, in units of 1e9: the best of five runs after one untimed run.
   */
  static double gigaflops(OnnxDevice device, int size) throws OrtException {
    OnnxGraph graph = new OnnxGraph("peak").external("a", size, size).external("b0", size, size);
    for (int i = 0; i < PRODUCTS; i++) {
      graph.node("MatMul", "b" + (i + 1), "a", "b" + i);
    }
    graph
        .node(
            "ReduceMax",
            List.of("most"),
            List.of("b" + PRODUCTS),
            List.of(new Attribute("axes", true, 1)))
        .output("most", Type.FLOAT, size, 1);
    Map<String, FloatBuffer> matrices = Map.of("a", random(size, 1), "b0", random(size, 2));
    double best = 0;
    try (OrtSession session = DeviceSearch.open(device, graph.bytes(), matrices, size, size)) {
      for (int run = 0; run <= 5; run++) {
        long start = System.nanoTime();
        session.run(Map.of()).close();
        double seconds = (System.nanoTime() - start) / 1e9;
        best = run == 0 ? 0 : Math.max(best, 2.0 * PRODUCTS * size * size * size / seconds / 1e9);
      }
    }
    return best;
  }

  /** Returns values of such a size that products neither grow nor vanish. */
  private static FloatBuffer random(int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double scale = Math.sqrt(12.0 / size);
    FloatBuffer values = DeviceSearch.direct(size * size);
    for (int i = 0; i < values.capacity(); i++) {
      values.put(i, (float) (scale * (random.nextDouble() - 0.5)));
    }
    return values;
  }

  private MatrixPeak() {}
}
