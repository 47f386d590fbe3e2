/**
 * Reads the tables of a release for its report: counts, histograms, and samples drawn by hash, in
 * few passes. What it returns is bounded, whatever the number of rows.
 *
 * <p>Start with {@link dev.winnow.jobs.report.read.ReleaseTables}. May import {@code jobs.release},
 * {@code jobs.run}, {@code jobs.tables}, {@code transforms.task} and {@code schemas}.
 */
package dev.winnow.jobs.report.read;
