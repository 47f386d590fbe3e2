package dev.winnow.transforms.kernel.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;

/** Device on which ONNX Runtime computes. */
record OnnxDevice(Provider provider, int number, int threads) {

  enum Provider {
    /** The CPU, on which tests run the same graph without a GPU. */
    CPU,
    CUDA
  }

  /** Returns the CPU, with one thread. */
  static OnnxDevice cpu() {
    return new OnnxDevice(Provider.CPU, 0, 1);
  }

  /**
   * Returns a GPU.
   *
   * @param number number among the GPUs that this process sees
   */
  static OnnxDevice gpu(int number) {
    return new OnnxDevice(Provider.CUDA, number, 1);
  }

  /**
   * Returns options of a session whose operators all run on the device, in float32. The caller
   * closes them.
   */
  SessionOptions options() throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    // The graph runs exactly as written, and ONNX Runtime keeps no memory plan for each row count.
    options.setOptimizationLevel(SessionOptions.OptLevel.NO_OPT);
    options.setMemoryPatternOptimization(false);
    if (provider == Provider.CUDA) {
      // An operator on the CPU would receive all scores there, so the session must fail instead.
      options.addConfigEntry("session.disable_cpu_ep_fallback", "1");
      try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(number)) {
        cuda.add("use_tf32", "0");
        cuda.add("arena_extend_strategy", "kSameAsRequested");
        options.addCUDA(cuda);
      }
    }
    return options;
  }
}
