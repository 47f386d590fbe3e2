/**
 * Near-duplicate pictures: finds pairs of pictures that are edited copies of each other.
 *
 * <p>Read {@link dev.winnow.transforms.dedup.image.NearImages} first. The flow: thumbnails -> forms
 * ({@code PictureForms}) -> candidates by hashes ({@code HashNeighbours}) and by embeddings ({@code
 * EmbeddingNeighbours}) -> similar pairs ({@code VerifiedPairs}) -> pairs ({@code EvidentPairs}).
 *
 * <p>May import {@code kernel}, {@code image}, {@code cluster}, {@code task}, {@code neighbours}
 * and {@code dedup.image.evidence} of this module, and Spark SQL.
 */
package dev.winnow.transforms.dedup.image;
