package dev.winnow.transforms.embed.model;

import java.util.Locale;

/** What runs a model, by the word that options have for it. */
public enum DjlEngine {
  ONNXRUNTIME("OnnxRuntime", "an ONNX model", "model.onnx"),
  PYTORCH("PyTorch", "a TorchScript model", "model.pt");

  /** The word that leaves the choice to the model's file. */
  public static final String AUTO = "auto";

  private final String djlName;
  private final String models;
  private final String file;

  DjlEngine(String djlName, String models, String file) {
    this.djlName = djlName;
    this.models = models;
    this.file = file;
  }

  /** DJL's own name. */
  public String djlName() {
    return djlName;
  }

  /** What it runs, for messages. */
  public String models() {
    return models;
  }

  /** The model's name in a folder. */
  String file() {
    return file;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether options with this word want this engine, or any. */
  boolean suits(String word) {
    return word.equals(AUTO) || word.equals(word());
  }

  static boolean isWord(String word) {
    return ONNXRUNTIME.suits(word) || PYTORCH.suits(word);
  }
}
