/**
 * A program on a published release: accuracy of a classifier on curated and random subsets.
 *
 * <p>Start with {@link dev.winnow.jobs.example.ScalingExample}. May import {@code jobs.exit} and
 * {@code schemas} only. It reads the tables with plain Delta reads, as a consumer does, and is the
 * one package outside {@code jobs.tables} that may.
 */
package dev.winnow.jobs.example;
