/**
 * A run and its parts: stages, typed facts and results, ledger, lock and progress.
 *
 * <p>Start with {@link dev.winnow.jobs.run.Stage}, then {@link dev.winnow.jobs.run.Ledger}. May
 * import {@code jobs.recipe}, {@code jobs.tables} and the packages below them; no stage.
 */
package dev.winnow.jobs.run;
