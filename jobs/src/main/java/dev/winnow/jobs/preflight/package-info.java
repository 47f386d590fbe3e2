/**
 * Looks at the places that a recipe names before anything runs: input, models, prototypes, held-out
 * examples and warehouse.
 *
 * <p>Start with {@link dev.winnow.jobs.preflight.Places}. May import {@code jobs.recipe}, {@code
 * jobs.exit} and {@code transforms.ingest.files}; no Spark.
 */
package dev.winnow.jobs.preflight;
