/**
 * The stage PUBLISH: a release of the decisions.
 *
 * <p>Start with {@link dev.winnow.jobs.stage.publish.PublishStage}. May import {@code
 * jobs.release}, {@code jobs.run} and {@code jobs.tables}.
 */
package dev.winnow.jobs.stage.publish;
