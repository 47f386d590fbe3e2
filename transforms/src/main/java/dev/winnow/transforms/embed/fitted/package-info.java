/**
 * Encoders without pretrained weights, fitted on the corpus itself: {@code tfidf-svd} for texts and
 * {@code patch-kmeans} for images.
 *
 * <p>Read {@link dev.winnow.transforms.embed.fitted.TfidfSvd} or {@link
 * dev.winnow.transforms.embed.fitted.PatchKmeans} first: each fits a model, which is the encoder.
 *
 * <p>This package may import {@code embed}, {@code image} and {@code kernel}. It imports no Spark.
 */
package dev.winnow.transforms.embed.fitted;
