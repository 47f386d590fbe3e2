package dev.winnow.transforms.embed.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.Engine;
import org.junit.jupiter.api.Test;

class NativeLibrariesTest {

  @Test
  void theEngineStartsAfterTheLibrariesWereChecked() {
    assertEquals("", NativeLibraries.fault());
    assertEquals("OnnxRuntime", Engine.getEngine("OnnxRuntime").getEngineName());
  }
}
