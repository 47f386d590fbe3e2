package dev.winnow.transforms.embed.model;

import java.util.Locale;

/** Engine that runs a model. */
public enum DjlEngine {
  ONNXRUNTIME("OnnxRuntime", "an ONNX model", "model.onnx"),
  PYTORCH("PyTorch", "a TorchScript model", "model.pt");

  /** Option word that chooses the engine by the model's file. */
  public static final String AUTO = "auto";

  private final String djlName;
  private final String models;
  private final String file;

  DjlEngine(String djlName, String models, String file) {
    this.djlName = djlName;
    this.models = models;
    this.file = file;
  }

  /** Returns DJL's name for the engine. */
  public String djlName() {
    return djlName;
  }

  /** Returns the kind of model that the engine runs, for messages. */
  public String models() {
    return models;
  }

  /** Returns the default file name of such a model in a folder. */
  String file() {
    return file;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns true if the option word selects this engine or any engine. */
  boolean suits(String word) {
    return word.equals(AUTO) || word.equals(word());
  }

  static boolean isWord(String word) {
    return ONNXRUNTIME.suits(word) || PYTORCH.suits(word);
  }
}
