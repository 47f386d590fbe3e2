/**
 * The command {@code experiment RECIPE}: proxies trained on nested subsets of a finished run, each
 * policy beside random rows of the same number, and the laws fitted to them.
 *
 * <p>Start with {@link dev.winnow.jobs.experiment.study.Study}. May import {@code jobs.experiment},
 * {@code jobs.run}, {@code jobs.release}, {@code jobs.tables} and the packages below them, the
 * policies of {@code jobs.stage.prune} and the readers of contents in {@code jobs.stage.embed}; it
 * runs no stage.
 */
package dev.winnow.jobs.experiment.study;
