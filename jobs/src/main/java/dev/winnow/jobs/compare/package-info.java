/**
 * The command {@code compare}: differences between two releases.
 *
 * <p>Start with {@link dev.winnow.jobs.compare.ReleaseComparison}. May import {@code jobs.curate},
 * {@code jobs.release}, {@code jobs.run}, {@code jobs.tables} and the packages below them; no stage
 * and no transform.
 */
package dev.winnow.jobs.compare;
