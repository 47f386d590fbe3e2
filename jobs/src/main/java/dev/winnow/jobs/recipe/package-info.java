/**
 * Values of a recipe: one record per section, one enum per word list.
 *
 * <p>Start with {@link dev.winnow.jobs.recipe.Recipe}. May import {@code jobs.recipe.variable},
 * {@code schemas} and the option types of {@code transforms}. The names and the order of the record
 * components are part of the keys of stages, so a renamed component makes every run new.
 */
package dev.winnow.jobs.recipe;
