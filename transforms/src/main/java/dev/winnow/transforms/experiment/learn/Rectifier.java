package dev.winnow.transforms.experiment.learn;

/** Layer that sets negative numbers to 0. */
final class Rectifier implements Layer {

  private final int outputs;
  private float[] out = {};

  Rectifier(int outputs) {
    this.outputs = outputs;
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public float[] forward(float[] in, int n) {
    out = Dense.atLeast(out, n * outputs);
    for (int i = 0; i < n * outputs; i++) {
      out[i] = Math.max(in[i], 0);
    }
    return out;
  }

  @Override
  public float[] backward(float[] outGradient, int n, boolean first) {
    for (int i = 0; i < n * outputs; i++) {
      outGradient[i] = out[i] > 0 ? outGradient[i] : 0;
    }
    return outGradient;
  }

  @Override
  public Weights weights() {
    return null;
  }

  @Override
  public double flops() {
    return outputs;
  }
}
