/**
 * The stage PRUNE: a rank, a decision and a reason for every input row.
 *
 * <p>Start with {@link dev.winnow.jobs.stage.prune.PruneStage}. May import {@code jobs.stage},
 * {@code jobs.release}, {@code jobs.run}, {@code jobs.tables} and {@code transforms.select}.
 */
package dev.winnow.jobs.stage.prune;
