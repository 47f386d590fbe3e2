package dev.winnow.transforms.kernel;

import java.util.Locale;

/** Signals that a batch needs more memory than the device has. */
public final class OutOfDeviceMemory extends RuntimeException {

  private static final long serialVersionUID = 1;

  public OutOfDeviceMemory(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Returns true when a failure of an engine reports a lack of memory. The engines have no
   * exception for this case: ONNX Runtime's arena, CUDA, cuBLAS, cuDNN and PyTorch write it in the
   * message.
   */
  public static boolean isReportedBy(Throwable failure) {
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
