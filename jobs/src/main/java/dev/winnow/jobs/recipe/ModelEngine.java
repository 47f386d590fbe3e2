package dev.winnow.jobs.recipe;

/** What runs a model; AUTO for what its file is made for. */
public enum ModelEngine {
  AUTO,
  ONNXRUNTIME,
  PYTORCH
}
