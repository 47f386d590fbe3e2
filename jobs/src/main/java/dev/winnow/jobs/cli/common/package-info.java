/**
 * The parts that commands share: their options, the recipes of their file, and their Spark session.
 *
 * <p>Start with {@link dev.winnow.jobs.cli.common.LedgerCommand}, the form of a command that reads
 * finished runs, and {@link dev.winnow.jobs.cli.common.Sessions}. May import recipes, runs, tables
 * and exit codes, and no command. Only this package starts the Spark session of a command.
 */
package dev.winnow.jobs.cli.common;
