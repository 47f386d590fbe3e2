/**
 * The command {@code why}: the story of one row, read without a Spark session where possible.
 *
 * <p>Start with {@link dev.winnow.jobs.why.RowStory}. May import {@code jobs.curate}, {@code
 * jobs.release}, {@code jobs.run}, {@code jobs.tables} and the packages below them; no stage and no
 * transform.
 */
package dev.winnow.jobs.why;
