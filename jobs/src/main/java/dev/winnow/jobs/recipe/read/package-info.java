/**
 * Recipe files: YAML with defaults and overrides, all faults at once, and the JSON Schema.
 *
 * <p>Start with {@link dev.winnow.jobs.recipe.read.RecipeLoader}. May import {@code jobs.recipe},
 * {@code jobs.recipe.check}, {@code jobs.text} and {@code jobs.exit}; no Spark.
 */
package dev.winnow.jobs.recipe.read;
