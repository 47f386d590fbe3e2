/**
 * The command {@code report}: one HTML file per release that shows the decisions and the reasons
 * for them, and the data of its charts.
 *
 * <p>Start with {@link dev.winnow.jobs.report.ReleaseReport}. May import the packages below it,
 * {@code jobs.release}, {@code jobs.run}, {@code jobs.tables} and {@code jobs.recipe}; it runs no
 * stage.
 */
package dev.winnow.jobs.report;
