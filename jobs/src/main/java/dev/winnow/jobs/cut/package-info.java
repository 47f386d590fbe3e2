/**
 * The command {@code cut}: a release of another size from the ranks that a run stored.
 *
 * <p>Start with {@code Cut}. May import {@code jobs.curate}, {@code jobs.release}, {@code
 * jobs.run}, {@code jobs.tables} and the packages below them, and {@code transforms.select}; no
 * stage.
 */
package dev.winnow.jobs.cut;
