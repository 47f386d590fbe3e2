package dev.winnow.jobs.recipe;

/** Engines that run a model; AUTO is the engine of the model's file. */
public enum ModelEngine {
  AUTO,
  ONNXRUNTIME,
  PYTORCH
}
