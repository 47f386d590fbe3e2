package dev.winnow.jobs.keep;

import java.time.Duration;

/**
 * Settings of a vacuum.
 *
 * @param retain files that were needed, or written, within this time stay
 * @param dropReuse true to delete also what only a later start of a run would read
 * @param dryRun true to count and delete nothing
 */
public record VacuumRequest(Duration retain, boolean dropReuse, boolean dryRun) {}
