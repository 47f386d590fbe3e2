package dev.winnow.jobs.experiment.study;

import dev.winnow.jobs.experiment.PilotRun;
import dev.winnow.transforms.experiment.advise.Pilot;
import dev.winnow.transforms.experiment.learn.Measurement;
import java.io.Serializable;

/**
 * A trained proxy.
 *
 * @param seconds time of training and test
 */
record Trained(Proxy proxy, Measurement measured, double seconds) implements Serializable {

  /** Returns the proxy as one that advice rests on. */
  PilotRun pilot() {
    return new PilotRun(
        new Pilot(
            proxy.policy(),
            proxy.fraction(),
            proxy.pool(),
            proxy.seed(),
            measured.error(),
            measured.wrong()),
        proxy.budget(),
        measured.flops(),
        seconds);
  }
}
