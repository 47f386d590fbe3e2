/**
 * Rules between the keys of a recipe: one class per section.
 *
 * <p>Start with {@code PruneChecks}, a typical one. May import {@code jobs.recipe}, {@code
 * jobs.text} and the option types of {@code transforms}.
 */
package dev.winnow.jobs.recipe.check;
