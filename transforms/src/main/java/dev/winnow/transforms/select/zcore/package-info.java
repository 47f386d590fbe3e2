/**
 * Scores of rows by points that are drawn in few dimensions of the embedding, for policy {@code
 * zcore}.
 *
 * <p>Read {@link dev.winnow.transforms.select.zcore.CoverageScores} first. {@code PointDraws} makes
 * the points, {@code ColumnBlock} searches some rows. May import {@code schemas}, {@code
 * transforms.cluster}, {@code transforms.select.order} and {@code transforms.task}.
 */
package dev.winnow.transforms.select.zcore;
