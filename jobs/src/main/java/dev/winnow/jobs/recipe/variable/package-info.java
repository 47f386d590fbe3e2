/**
 * Texts of recipes that name environment variables, so that secrets stay in the environment.
 *
 * <p>Start with {@link dev.winnow.jobs.recipe.variable.EnvironmentText}. May import nothing of this
 * project.
 */
package dev.winnow.jobs.recipe.variable;
