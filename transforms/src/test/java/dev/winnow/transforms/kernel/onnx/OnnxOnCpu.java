package dev.winnow.transforms.kernel.onnx;

import dev.winnow.transforms.kernel.DenseKernel;
import dev.winnow.transforms.kernel.TestKernels;

/** The GPU's kernel without a GPU: ONNX Runtime computes the same graph on the CPU. */
public final class OnnxOnCpu {

  /** A kernel that leaves nothing to the CPU's for being small. */
  public static DenseKernel kernel() {
    return kernel(new Chunks(1 << 22, 1 << 20));
  }

  static OnnxKernel kernel(Chunks chunks) {
    return new OnnxKernel(OnnxDevice.cpu(), TestKernels.plain(), chunks, 1, 0);
  }

  private OnnxOnCpu() {}
}
