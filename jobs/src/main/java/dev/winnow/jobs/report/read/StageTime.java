package dev.winnow.jobs.report.read;

/**
 * Time of a stage of a run.
 *
 * @param state done or reused
 * @param rows rows that it made
 * @param predicted seconds that were predicted; null for none
 * @param measured seconds that it took
 * @param version version of Winnow
 */
public record StageTime(
    String stage, String state, long rows, Double predicted, double measured, String version) {}
