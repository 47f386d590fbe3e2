/**
 * Files of a model: finds them on any Hadoop file system, computes their digest, and makes a
 * private copy that is safe to load.
 *
 * <p>Read {@link dev.winnow.transforms.embed.model.ModelFiles} first; {@link
 * dev.winnow.transforms.embed.model.DjlOptions} are the options of a model. {@code ModelArchive}
 * unpacks archives, and {@code OnnxExternalData} finds the tensors of ONNX models in other files.
 *
 * <p>This package may import Hadoop, Jackson, commons-compress and commons-codec. It imports no
 * Spark, no DJL and no other package of Winnow.
 */
package dev.winnow.transforms.embed.model;
