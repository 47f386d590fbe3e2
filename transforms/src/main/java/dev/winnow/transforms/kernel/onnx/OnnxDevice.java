package dev.winnow.transforms.kernel.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;

/** Where ONNX Runtime computes. */
record OnnxDevice(Provider provider, int number, int threads) {

  enum Provider {
    /** For tests: the same graph without a GPU. */
    CPU,
    CUDA
  }

  /** On the CPU, in one thread. */
  static OnnxDevice cpu() {
    return new OnnxDevice(Provider.CPU, 0, 1);
  }

  /**
   * @param number of the GPU among those that this process sees
   */
  static OnnxDevice gpu(int number) {
    return new OnnxDevice(Provider.CUDA, number, 1);
  }

  /**
   * Options of a session whose every operator runs on the device, in float32; to be closed by the
   * caller.
   */
  SessionOptions options() throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    // The graph is what should run; and each length of the last rows would get a plan of its own.
    options.setOptimizationLevel(SessionOptions.OptLevel.NO_OPT);
    options.setMemoryPatternOptimization(false);
    if (provider == Provider.CUDA) {
      // An operator on the CPU would send all scores there: better no session.
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
