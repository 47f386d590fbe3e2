package dev.winnow.jobs.example;

/**
 * Row with its rank.
 *
 * @param rank value of {@code keep_rank}
 */
public record RankedRow<T>(long rank, T row) {}
