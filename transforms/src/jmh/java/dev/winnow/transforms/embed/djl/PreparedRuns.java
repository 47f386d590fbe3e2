package dev.winnow.transforms.embed.djl;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs ONNX Runtime alone: its Java API with a session of one thread and prepared tensors. */
final class PreparedRuns implements LoadedModel.Runner {

  /** Copies tensors whose memory will be reused. */
  static List<Tensor> copies(List<Tensor> tensors) {
    List<Tensor> copies = new ArrayList<>();
    for (Tensor tensor : tensors) {
      boolean floats = tensor.data() instanceof FloatBuffer;
      ByteBuffer memory =
          ByteBuffer.allocateDirect(tensor.data().remaining() * (floats ? Float.BYTES : Long.BYTES))
              .order(ByteOrder.nativeOrder());
      copies.add(
          floats
              ? Tensor.floats(
                  tensor.name(),
                  memory.asFloatBuffer().put((FloatBuffer) tensor.data().duplicate()).flip(),
                  tensor.shape())
              : Tensor.longs(
                  tensor.name(),
                  memory.asLongBuffer().put((LongBuffer) tensor.data().duplicate()).flip(),
                  tensor.shape()));
    }
    return copies;
  }

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession.SessionOptions options;
  private final OrtSession session;
  private final String output;

  PreparedRuns(Path model, String output) throws OrtException {
    this.options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    this.session = environment.createSession(model.toString(), options);
    this.output = output == null ? session.getOutputNames().iterator().next() : output;
  }

  /** Runs the model. Computes all outputs, like DJL's engine, and reads one. */
  @Override
  public ModelOutput run(List<Tensor> batch) {
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      for (Tensor tensor : batch) {
        long[] shape = tensor.shape().getShape();
        inputs.put(
            tensor.name(),
            tensor.data() instanceof FloatBuffer floats
                ? OnnxTensor.createTensor(environment, floats, shape)
                : OnnxTensor.createTensor(environment, (LongBuffer) tensor.data(), shape));
      }
      try (OrtSession.Result result = session.run(inputs)) {
        OnnxTensor read = (OnnxTensor) result.get(output).orElseThrow();
        FloatBuffer buffer = read.getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return new ModelOutput(values, read.getInfo().getShape());
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
      options.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
