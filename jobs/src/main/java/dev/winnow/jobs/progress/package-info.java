/**
 * Progress of a run: the work that is done, the time that is left, and the places that show it.
 *
 * <p>Start with {@link dev.winnow.jobs.progress.Progress}, then {@code Forecast}, which computes
 * the time that is left. May import {@code jobs.text}, {@code transforms.cluster} and {@code
 * transforms.text}; no stage and no table.
 */
package dev.winnow.jobs.progress;
