/**
 * Looks at a file or folder and writes the recipe that curates it.
 *
 * <p>Start with {@link dev.winnow.jobs.init.FirstRecipe}. It reads listings, footers and the first
 * rows, and starts no Spark. May import {@code jobs.recipe.read}, {@code jobs.tables}, {@code
 * jobs.exit}, {@code jobs.text} and {@code transforms.ingest} with the packages below it.
 */
package dev.winnow.jobs.init;
