package dev.winnow.transforms.score;

/**
 * Outputs of the probes for one example.
 *
 * @param label class of the example's label
 * @param probabilities {@code [probe][class]} after the last epoch
 * @param correct {@code [probe][epoch]}: true when the most probable class (ties to the lower) was
 *     that of the example; null where no metric reads it
 */
public record ProbeOutputs(int label, double[][] probabilities, boolean[][] correct) {}
