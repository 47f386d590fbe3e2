package dev.winnow.transforms.kernel;

import java.util.Locale;

/** A batch needs more memory than the device has. */
public final class OutOfDeviceMemory extends RuntimeException {

  private static final long serialVersionUID = 1;

  public OutOfDeviceMemory(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Whether an engine's failure says so. The engines have no exception of its own for it: ONNX
   * Runtime's arena, CUDA, cuBLAS, cuDNN and PyTorch tell it in words.
   */
  public static boolean isToldBy(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
      if (text.contains("out of memory")
          || text.contains("failed to allocate memory")
          || text.contains("alloc_failed")
          || text.contains("bad_alloc")) {
        return true;
      }
    }
    return false;
  }
}
