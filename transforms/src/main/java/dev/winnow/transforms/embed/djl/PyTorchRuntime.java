package dev.winnow.transforms.embed.djl;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import dev.winnow.transforms.embed.model.DjlEngine;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;

/**
 * Starts DJL's PyTorch engine, which is not part of Winnow. The engine needs three jars: its
 * classes, its JNI library and PyTorch's native libraries. DJL would download an absent jar; this
 * class refuses to start the engine instead.
 */
final class PyTorchRuntime {

  private static final String DJL = "0.36.0";
  private static final String PYTORCH = "2.7.1";
  private static final String NATIVE_LIBRARIES = "native/lib/pytorch.properties";

  /**
   * Starts the engine, or returns the engine that already runs in this JVM.
   *
   * @param threads threads of one operator; has effect at the first start only, and not if the
   *     property {@code ai.djl.pytorch.num_threads} is set
   * @throws EngineUnavailable if a jar is missing or the engine can't start
   */
  static Engine start(int threads) {
    List<String> absent = absent();
    if (!absent.isEmpty()) {
      throw new EngineUnavailable(
          "embed.engine pytorch needs the jars of DJL's PyTorch engine on the class path, missing: "
              + String.join(", ", absent)
              + "; pass them to Spark by --jars (docs/how-to/models.md), or use the model in ONNX format");
    }
    setUnlessSet("ai.djl.pytorch.num_threads", String.valueOf(threads));
    setUnlessSet("ai.djl.pytorch.num_interop_threads", "1");
    // The optimiser rewrites a module after its first runs, which could change the bits of a row.
    setUnlessSet("ai.djl.pytorch.graph_optimizer", "false");
    try {
      return Engine.getEngine(DjlEngine.PYTORCH.djlName());
    } catch (EngineException | IllegalStateException | LinkageError e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      throw new EngineUnavailable(
          "embed.engine pytorch can't start: "
              + root.getMessage()
              + "; check that its jars are of one version and for this platform, and that"
              + " DJL_CACHE_DIR is a folder where half a gigabyte can be written",
          e);
    }
  }

  /** Returns the coordinates of the missing jars. */
  static List<String> absent() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    List<String> absent = new ArrayList<>();
    if (loader.getResource("ai/djl/pytorch/engine/PtEngine.class") == null) {
      absent.add("ai.djl.pytorch:pytorch-engine:" + DJL);
    }
    if (loader.getResource("jnilib/pytorch.properties") == null) {
      absent.add("ai.djl.pytorch:pytorch-jni:" + PYTORCH + "-" + DJL);
    }
    if (System.getenv("PYTORCH_LIBRARY_PATH") == null && !hasNativeLibraries(loader)) {
      absent.add("ai.djl.pytorch:pytorch-native-cpu:jar:linux-x86_64:" + PYTORCH);
    }
    return absent;
  }

  /**
   * Returns true if native libraries are on the class path. A jar without classifier holds only
   * download instructions, so it does not count.
   */
  private static boolean hasNativeLibraries(ClassLoader loader) {
    try {
      for (URL url : Collections.list(loader.getResources(NATIVE_LIBRARIES))) {
        Properties properties = new Properties();
        try (InputStream in = url.openStream()) {
          properties.load(in);
        }
        if (!Boolean.parseBoolean(properties.getProperty("placeholder"))) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new EngineUnavailable("a jar with " + NATIVE_LIBRARIES + " can't be read", e);
    }
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private PyTorchRuntime() {}
}
