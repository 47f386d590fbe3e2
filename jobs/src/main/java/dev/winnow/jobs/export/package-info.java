/**
 * The command {@code export}: files of a release for other loaders.
 *
 * <p>Start with {@code ReleaseExport}. May import {@code jobs.curate}, {@code jobs.release}, {@code
 * jobs.run}, {@code jobs.tables} and the packages below them; no stage and no transform.
 */
package dev.winnow.jobs.export;
