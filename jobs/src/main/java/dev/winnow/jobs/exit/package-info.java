/**
 * Failures that a user can act on, and the exit codes of all commands.
 *
 * <p>Start with {@link dev.winnow.jobs.exit.Failure}. May import nothing of this project.
 */
package dev.winnow.jobs.exit;
