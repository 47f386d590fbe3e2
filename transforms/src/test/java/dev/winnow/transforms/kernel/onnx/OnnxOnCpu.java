package dev.winnow.transforms.kernel.onnx;

import dev.winnow.transforms.kernel.DenseKernel;
import dev.winnow.transforms.kernel.TestKernels;
import java.util.SplittableRandom;

/** Kernel of the GPU without a GPU: ONNX Runtime computes the same graph on the CPU. */
public final class OnnxOnCpu {

  /** Returns a kernel that leaves no small call to the CPU's kernel. */
  public static DenseKernel kernel() {
    return kernel(new Chunks(1 << 22, 1 << 20));
  }

  static OnnxKernel kernel(Chunks chunks) {
    return new OnnxKernel(OnnxDevice.cpu(), TestKernels.plain(), chunks, 1, 0);
  }

  /** Returns unit vectors with evenly distributed directions. */
  static float[] units(int n, int dim, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[n * dim];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < dim; j++) {
        values[i * dim + j] = (float) random.nextGaussian();
      }
      double length = ErrorBound.length(values, i * dim, dim);
      for (int j = 0; j < dim; j++) {
        values[i * dim + j] /= (float) length;
      }
    }
    return values;
  }

  private OnnxOnCpu() {}
}
