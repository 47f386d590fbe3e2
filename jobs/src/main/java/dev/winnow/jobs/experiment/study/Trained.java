package dev.winnow.jobs.experiment.study;

import dev.winnow.transforms.experiment.learn.Measurement;
import java.io.Serializable;

/**
 * A trained proxy.
 *
 * @param seconds time of training and test
 */
record Trained(Proxy proxy, Measurement measured, double seconds) implements Serializable {}
