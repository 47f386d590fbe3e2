/**
 * Example of a consumer: a scaling experiment that reads a published release by plain Delta reads.
 *
 * <p>Read {@link dev.winnow.jobs.example.ScalingExample} first.
 *
 * <p>This package may import Spark with MLlib, picocli, {@code schemas} and {@code jobs.exit}. It
 * imports no stage and no table reader of Winnow, because a consumer has only the tables.
 */
package dev.winnow.jobs.example;
