/**
 * Releases: publication by one commit, catalogue, digest and shifts.
 *
 * <p>Start with {@link dev.winnow.jobs.release.Publication}. May import {@code jobs.run}, {@code
 * jobs.tables} and the packages below them, and {@code transforms.check}; no stage.
 */
package dev.winnow.jobs.release;
