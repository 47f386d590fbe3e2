/**
 * Figures and labels of a run for the systems that watch Spark: its metrics and its logs.
 *
 * <p>Start with {@link dev.winnow.jobs.metrics.RunMetrics}. May import {@code run} and nothing else
 * of Winnow.
 */
package dev.winnow.jobs.metrics;
