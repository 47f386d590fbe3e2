package dev.winnow.transforms.kernel.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Rows that stay on the device, since k-means reads the same rows in every iteration. They are
 * constants of a session, in blocks, and each pass sends only the centroids.
 */
final class ResidentRows implements AutoCloseable {

  private final NearestGraph graph;
  private final int[] rowsOfBlock;
  private final OrtSession session;
  private final FloatBuffer centroids;

  /**
   * @param rows {@code float[n * dim]}
   * @param most largest number of rows of a block
   */
  ResidentRows(OnnxDevice device, NearestGraph graph, float[] rows, int most) throws OrtException {
    this.graph = graph;
    int n = rows.length / graph.dim();
    // All blocks have one length, since all constants of a session have one shape here. Rows left
    // over are not read.
    int block = Math.min(most, n);
    this.rowsOfBlock = IntStream.range(0, n / block).map(i -> block).toArray();
    Map<String, FloatBuffer> blocks = new HashMap<>();
    for (int b = 0; b < rowsOfBlock.length; b++) {
      FloatBuffer packed = DeviceSearch.direct(block * graph.depth());
      for (int i = 0; i < block; i++) {
        packed.put(i * graph.depth(), rows, (b * block + i) * graph.dim(), graph.dim());
        packed.put(i * graph.depth() + graph.dim(), 1);
      }
      blocks.put(NearestGraph.ROWS + b, packed);
    }
    this.session =
        DeviceSearch.open(
            device, graph.centroidsAsInput(rowsOfBlock), blocks, block, graph.depth());
    this.centroids = DeviceSearch.direct(graph.columns() * graph.depth());
  }

  /** Returns the number of rows on the device. */
  int rows() {
    return IntStream.of(rowsOfBlock).sum();
  }

  int block() {
    return rowsOfBlock[0];
  }

  /** Runs one pass and returns the found scores of each block. */
  List<FoundScores> pass(float[] values, float[] bias) throws OrtException {
    graph.pack(values, bias, centroids);
    long[] shape = {graph.columns(), graph.depth()};
    OrtEnvironment environment = OnnxEnvironment.get();
    try (OnnxTensor input = OnnxTensor.createTensor(environment, centroids, shape);
        OrtSession.Result result = session.run(Map.of(NearestGraph.CENTROIDS, input))) {
      List<FoundScores> found = new ArrayList<>();
      for (int b = 0; b < rowsOfBlock.length; b++) {
        found.add(FoundScores.of(result, String.valueOf(b), graph));
      }
      return found;
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
