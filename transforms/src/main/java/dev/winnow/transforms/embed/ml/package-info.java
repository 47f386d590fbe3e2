/**
 * Bridge to Spark ML, in both directions: a pipeline stage that embeds by DJL, and an encoding that
 * runs any Spark ML transformer.
 *
 * <p>Read {@link dev.winnow.transforms.embed.ml.DjlEmbedder} for the stage, and {@link
 * dev.winnow.transforms.embed.ml.MlEncoding} for the encoding.
 *
 * <p>This package may import Spark with MLlib, Jackson, {@code schemas}, {@code ingest} (for the
 * default caps), {@code image}, {@code task}, {@code embed}, {@code embed.djl} and {@code
 * embed.model}.
 */
package dev.winnow.transforms.embed.ml;
