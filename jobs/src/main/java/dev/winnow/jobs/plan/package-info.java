/**
 * Estimates a run before it starts: time, memory, storage, and the stages that it takes over.
 *
 * <p>Start with {@link dev.winnow.jobs.plan.RunPlan}. May import {@code jobs.curate}, {@code
 * jobs.init}, {@code jobs.run}, {@code jobs.recipe}, {@code jobs.stage.embed}, {@code jobs.tables}
 * and the methods of {@code transforms}; no command.
 */
package dev.winnow.jobs.plan;
