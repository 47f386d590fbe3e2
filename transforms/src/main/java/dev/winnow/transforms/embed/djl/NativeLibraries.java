package dev.winnow.transforms.embed.djl;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The libraries of native code that models need, and the folder that they are unpacked to. */
public final class NativeLibraries {

  /**
   * Loads ONNX Runtime and the tokenizers into this JVM. DJL starts ONNX Runtime, because its
   * engine can't start in a JVM where another caller did.
   *
   * @return reason why they can't be loaded; empty if they are
   */
  public static String fault() {
    try {
      DjlModelLoader.onnxRuntime();
    } catch (RuntimeException | LinkageError e) {
      return "ONNX Runtime: " + reason(e);
    }
    try {
      LibUtils.checkStatus();
    } catch (RuntimeException | LinkageError e) {
      return "tokenizers: " + reason(e);
    }
    return "";
  }

  private static String reason(Throwable fault) {
    Throwable root = fault;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage() == null ? root : root.getMessage());
  }

  /** Returns the folder in which DJL keeps libraries. */
  public static Path cache() {
    return Utils.getCacheDir();
  }

  /**
   * Returns the reason why a folder takes no file; empty if it does.
   *
   * @param folder made if it is absent
   */
  public static String refusal(Path folder) {
    try {
      Files.createDirectories(folder);
      Path tried = Files.createTempFile(folder, "winnow-try", "");
      Files.delete(tried);
      return "";
    } catch (IOException e) {
      return e.getClass().getSimpleName() + " at " + e.getMessage();
    }
  }

  private NativeLibraries() {}
}
