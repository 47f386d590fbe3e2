package dev.winnow.transforms.experiment.learn;

import java.io.Serializable;
import java.util.BitSet;

/**
 * Result of one training run on the test rows.
 *
 * @param error share of wrong test rows, in [0, 1]; of equal probabilities the lowest class is the
 *     prediction
 * @param worstClassError largest error among the classes of the test rows, in [0, 1]
 * @param crossEntropy mean of the negative natural logarithm of the probability of the true class,
 *     in nats
 * @param calibrationError expected calibration error in 15 bins of equal width (Guo et al. 2017,
 *     equation 5), in [0, 1]
 * @param temperature by which the logits must be divided for the lowest cross-entropy of the test
 *     rows, in [1/20, 20]; above 1 for a proxy that is too sure
 * @param calibratedError expected calibration error at that temperature
 * @param steps steps of the optimiser; 1 for a closed form
 * @param flops floating-point operations of the training, estimated from shapes and steps
 * @param wrong bit i is set if the prediction of test row i is wrong; must not be changed
 */
public record Measurement(
    double error,
    double worstClassError,
    double crossEntropy,
    double calibrationError,
    double temperature,
    double calibratedError,
    long steps,
    double flops,
    BitSet wrong)
    implements Serializable {}
