package dev.winnow.jobs.experiment.study;

import dev.winnow.jobs.progress.Shown;
import java.nio.file.Path;

/**
 * Request for an experiment.
 *
 * @param runId id of the run to train on; null for the latest run of the recipe
 * @param output folder for the figures; null for the folder of the tables
 * @param shown progress that is shown
 * @param dryRun true to report what would be trained and to train and write nothing
 */
public record ExperimentRequest(String runId, Path output, Shown shown, boolean dryRun) {}
