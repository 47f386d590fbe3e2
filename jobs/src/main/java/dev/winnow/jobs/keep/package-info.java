/**
 * Keeps the house: lists what a warehouse holds, drops releases, deletes files that no release
 * needs, and shows single tables.
 *
 * <p>Start with {@link dev.winnow.jobs.keep.Vacuum}. May import {@code jobs.release}, {@code
 * jobs.run}, {@code jobs.tables}, {@code jobs.recipe}, {@code jobs.text}, {@code jobs.exit}, {@code
 * transforms.text} and {@code schemas}; no stage.
 */
package dev.winnow.jobs.keep;
