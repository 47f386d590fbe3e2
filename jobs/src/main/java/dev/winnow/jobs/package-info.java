/**
 * Winnow's only main, which starts the command line.
 *
 * <p>Start with {@code Winnow}. May import {@code jobs.cli} and {@code jobs.exit}.
 */
package dev.winnow.jobs;
