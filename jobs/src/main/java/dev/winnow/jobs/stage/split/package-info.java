/**
 * The stage SPLIT: the examples that are held out for tests, drawn before anything is fitted.
 *
 * <p>Start with {@link dev.winnow.jobs.stage.split.SplitStage}. May import {@code jobs.stage},
 * {@code jobs.run}, {@code jobs.tables} and {@code transforms.split}.
 */
package dev.winnow.jobs.stage.split;
