/**
 * Recipe files: YAML with defaults and overrides, all faults at once, and the JSON Schema.
 *
 * <p>Start with {@link dev.winnow.jobs.recipe.read.RecipeLoader}. {@code RecipeText} and {@code
 * YamlLimits} bound what a file may cost; {@code YamlProblems} says in words of our own what YAML's
 * parser refuses. May import {@code jobs.recipe}, {@code jobs.recipe.check}, {@code
 * jobs.recipe.variable}, {@code jobs.text}, {@code transforms.text} and {@code jobs.exit}; no
 * Spark.
 */
package dev.winnow.jobs.recipe.read;
