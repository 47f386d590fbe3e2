package dev.winnow.transforms.kernel.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.winnow.transforms.kernel.DeviceUnavailable;
import dev.winnow.transforms.kernel.OutOfDeviceMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Search on a device for the centroids of one {@link NearestGraph}, one run at a time. The first
 * run allocates native memory, and {@link #close} frees it; a later run allocates it again.
 */
final class DeviceSearch implements Search {

  private final OnnxDevice device;
  private final NearestGraph graph;
  private final float[] centroids;
  private final float[] bias;
  private OrtSession session;

  /**
   * @param centroids {@code float[k * dim]}
   * @param bias bias of each centroid; null for none
   */
  DeviceSearch(OnnxDevice device, NearestGraph graph, float[] centroids, float[] bias) {
    this.device = device;
    this.graph = graph;
    this.centroids = centroids;
    this.bias = bias;
  }

  @Override
  public synchronized FoundScores run(FloatBuffer rows, int n) {
    try {
      if (session == null) {
        session = open();
      }
      long[] shape = {n, graph.depth()};
      try (OnnxTensor input = OnnxTensor.createTensor(OnnxEnvironment.get(), rows, shape);
          OrtSession.Result found = session.run(Map.of(NearestGraph.ROWS, input))) {
        return FoundScores.of(found, "", graph);
      }
    } catch (OrtException e) {
      if (OutOfDeviceMemory.isReportedBy(e)) {
        throw new OutOfDeviceMemory(e.getMessage(), e);
      }
      throw new IllegalStateException("ONNX Runtime failed on " + device, e);
    }
  }

  private OrtSession open() throws OrtException {
    FloatBuffer packed = direct(graph.columns() * graph.depth());
    graph.pack(centroids, bias, packed);
    long[] shape = {graph.columns(), graph.depth()};
    try {
      // The session copies the constants and then needs neither tensors nor options.
      return open(device, graph.rowsAsInput(), Map.of(NearestGraph.CENTROIDS, packed), shape);
    } catch (OrtException e) {
      if (OutOfDeviceMemory.isReportedBy(e)) {
        throw new DeviceUnavailable(
            "the GPU's memory must hold "
                + graph.k()
                + " centroids of "
                + graph.dim()
                + " dimensions, it has no room for them; set the device to cpu");
      }
      throw e;
    }
  }

  /**
   * Opens a session with constants that its model does not hold.
   *
   * @param constants direct buffers by name
   * @param shape shape of each constant
   */
  static OrtSession open(
      OnnxDevice device, byte[] model, Map<String, FloatBuffer> constants, long... shape)
      throws OrtException {
    OrtEnvironment environment = OnnxEnvironment.get();
    Map<String, OnnxTensorLike> tensors = new HashMap<>();
    try (OrtSession.SessionOptions options = device.options()) {
      for (Map.Entry<String, FloatBuffer> constant : constants.entrySet()) {
        tensors.put(
            constant.getKey(), OnnxTensor.createTensor(environment, constant.getValue(), shape));
      }
      options.addExternalInitializers(tensors);
      return environment.createSession(model, options);
    } finally {
      tensors.values().forEach(OnnxTensorLike::close);
    }
  }

  /** Allocates a buffer that native code can read. */
  static FloatBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(4 * floats).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  @Override
  public synchronized void close() {
    if (session != null) {
      try {
        session.close();
      } catch (OrtException e) {
        throw new IllegalStateException("ONNX Runtime can't close a session", e);
      } finally {
        session = null;
      }
    }
  }
}
