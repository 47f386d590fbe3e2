/**
 * The command line: commands, options, Spark sessions and exit codes.
 *
 * <p>Start with {@link dev.winnow.jobs.cli.WinnowCommand}, which lists the commands. May import
 * every package of {@code jobs} except the stages, and of {@code transforms} the exceptions whose
 * exit codes it knows.
 */
package dev.winnow.jobs.cli;
