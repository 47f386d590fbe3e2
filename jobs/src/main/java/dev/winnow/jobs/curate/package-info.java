/**
 * Runs of a recipe: the stages in their order, each reused if its key is in the ledger.
 *
 * <p>Start with {@link dev.winnow.jobs.curate.Curation}. May import every stage, {@code
 * jobs.release}, {@code jobs.run}, {@code jobs.tables} and the packages below them; not {@code
 * jobs.cli}.
 */
package dev.winnow.jobs.curate;
