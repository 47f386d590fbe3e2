/**
 * The stages DEDUP (content) and SEMANTIC (vectors): dropped rows, each with its witness.
 *
 * <p>Start with {@link dev.winnow.jobs.stage.dedup.DedupStage}, then {@link
 * dev.winnow.jobs.stage.dedup.SemanticStage}. May import {@code jobs.stage}, {@code jobs.run},
 * {@code jobs.tables}, {@code transforms.dedup}, {@code transforms.task} and the prototypes of
 * {@code transforms.cluster}.
 */
package dev.winnow.jobs.stage.dedup;
