/**
 * Draws of the rows that are held out for tests.
 *
 * <p>Start with {@link dev.winnow.transforms.split.HeldOutDraw}. May import {@code schemas}, {@code
 * transforms.select.order} and {@code transforms.task}.
 */
package dev.winnow.transforms.split;
