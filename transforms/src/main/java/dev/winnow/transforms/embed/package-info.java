/**
 * Turns texts and images into vectors: the contract of encoders, and the transform that runs an
 * encoder over rows.
 *
 * <p>Read {@link dev.winnow.transforms.embed.Encoding} first; {@link
 * dev.winnow.transforms.embed.Encoder} is the contract, and {@link
 * dev.winnow.transforms.embed.EncodedPartition} prepares inputs ahead of the model. The packages
 * {@code djl} (models by DJL), {@code fitted} (models fitted on the corpus) and {@code ml} (Spark
 * ML) contain the encoders; {@code model} finds and checks the files of a model.
 *
 * <p>This package may import Spark, {@code schemas}, {@code image}, {@code kernel} and {@code
 * task}. It imports none of its subpackages.
 */
package dev.winnow.transforms.embed;
