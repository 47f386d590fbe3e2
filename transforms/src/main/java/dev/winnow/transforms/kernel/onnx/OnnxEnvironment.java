package dev.winnow.transforms.kernel.onnx;

import ai.djl.engine.Engine;
import ai.onnxruntime.OrtEnvironment;

/**
 * The one environment of ONNX Runtime in this JVM. DJL's engine fails when somebody has made it
 * before, so where DJL is on the class path it goes first.
 */
final class OnnxEnvironment {

  private static final String DJL = "ai.djl.onnxruntime.engine.OrtEngineProvider";

  /** Made when first asked for. */
  private static final class Holder {

    private static final OrtEnvironment ENVIRONMENT = make();

    private static OrtEnvironment make() {
      if (isPresent(DJL)) {
        ThroughDjl.make();
      }
      return OrtEnvironment.getEnvironment();
    }

    private static boolean isPresent(String name) {
      try {
        Class.forName(name, false, OnnxEnvironment.class.getClassLoader());
        return true;
      } catch (ClassNotFoundException e) {
        return false;
      }
    }
  }

  /** Apart, so that DJL's classes are not looked for where they are not. */
  private static final class ThroughDjl {

    static void make() {
      // No download, and no second engine for array arithmetic.
      System.setProperty("ai.djl.offline", "true");
      System.setProperty("ai.djl.onnx.disable_alternative", "true");
      Engine.getEngine("OnnxRuntime");
    }
  }

  static OrtEnvironment get() {
    return Holder.ENVIRONMENT;
  }

  private OnnxEnvironment() {}
}
