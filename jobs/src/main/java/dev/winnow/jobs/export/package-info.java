/**
 * The command {@code export}: files of a release for other loaders.
 *
 * <p>Start with {@code ReleaseExport}. May import {@code jobs.curate}, {@code jobs.release}, {@code
 * jobs.run}, {@code jobs.tables} and the packages below them, and of transforms only {@code
 * transforms.ingest}, for NumPy headers; no stage.
 */
package dev.winnow.jobs.export;
