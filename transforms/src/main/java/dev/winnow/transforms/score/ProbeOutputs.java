package dev.winnow.transforms.score;

/**
 * What the probes say of one example.
 *
 * @param own class of the example's label
 * @param probabilities {@code [probe][class]} after the last epoch
 * @param correct {@code [probe][epoch]}: whether the most probable class, of equals the lower, was
 *     the example's own; null where no metric asks for it
 */
public record ProbeOutputs(int own, double[][] probabilities, boolean[][] correct) {}
