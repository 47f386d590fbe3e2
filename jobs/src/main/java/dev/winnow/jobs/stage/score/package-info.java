/**
 * The stages SCORE and RESCORE: hardness and further metrics of every example.
 *
 * <p>Start with {@link dev.winnow.jobs.stage.score.ScoreStage}. May import {@code jobs.stage},
 * {@code jobs.run}, {@code jobs.tables} and {@code transforms.score}.
 */
package dev.winnow.jobs.stage.score;
