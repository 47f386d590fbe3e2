package dev.winnow.transforms.kernel.onnx;

import ai.onnxruntime.OrtException;
import java.util.List;

/** The device has no memory for a run of so many rows. */
final class OutOfDeviceMemory extends Exception {

  private static final long serialVersionUID = 1;

  /** What the arena, CUDA, cuBLAS and the C++ library say, in that order. */
  private static final List<String> WORDS =
      List.of("Failed to allocate memory", "out of memory", "ALLOC_FAILED", "bad_alloc");

  OutOfDeviceMemory(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whether ONNX Runtime failed for want of memory, by its text: it has no code for that. */
  static boolean is(OrtException e) {
    return WORDS.stream().anyMatch(String.valueOf(e.getMessage())::contains);
  }
}
