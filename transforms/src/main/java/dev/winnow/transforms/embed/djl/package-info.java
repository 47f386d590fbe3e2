/**
 * Encoder for ONNX and TorchScript models through DJL, on the CPU or a GPU.
 *
 * <p>Read {@link dev.winnow.transforms.embed.djl.DjlEncoder} first; {@link
 * dev.winnow.transforms.embed.djl.DjlModels} shares one loaded model between the tasks of a JVM.
 * {@code TextBatches} and {@code ImageBatches} lay out the inputs, and {@code GpuShare} shares a
 * GPU. {@code ImagePreprocessing} prepares images as {@code ImageProcessor}, the class that a
 * preprocessor_config.json names, would; {@code ProcessorConfig} refuses keys that are not
 * understood.
 *
 * <p>This package may import DJL, Jackson, {@code embed}, {@code embed.model}, {@code
 * embed.sentence}, {@code image}, {@code kernel} and {@code task}. It imports no Spark.
 */
package dev.winnow.transforms.embed.djl;
