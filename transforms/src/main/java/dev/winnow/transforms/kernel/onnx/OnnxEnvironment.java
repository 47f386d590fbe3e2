package dev.winnow.transforms.kernel.onnx;

import ai.djl.engine.Engine;
import ai.onnxruntime.OrtEnvironment;

/**
 * Environment of ONNX Runtime, which exists once in a JVM. DJL's engine fails when another caller
 * has made it before, so where DJL is on the class path, DJL makes it.
 */
final class OnnxEnvironment {

  private static final String DJL = "ai.djl.onnxruntime.engine.OrtEngineProvider";

  /** Holder that makes the environment at the first use. */
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

  /** Separate class, so that DJL's classes are loaded only where they exist. */
  private static final class ThroughDjl {

    static void make() {
      // DJL must not download anything, nor load a second engine for array arithmetic.
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
