/**
 * Checks the machine, the cluster and the places of a recipe before a run needs them.
 *
 * <p>Start with {@link dev.winnow.jobs.doctor.Diagnosis}. May import {@code jobs.preflight}, {@code
 * jobs.recipe}, {@code jobs.stage.embed}, {@code jobs.tables} and the kernels, encoders and tasks
 * of {@code transforms}; no command.
 */
package dev.winnow.jobs.doctor;
