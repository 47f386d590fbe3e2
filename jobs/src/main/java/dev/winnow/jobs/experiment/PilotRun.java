package dev.winnow.jobs.experiment;

import dev.winnow.transforms.experiment.advise.Pilot;
import dev.winnow.transforms.experiment.learn.Budget;

/**
 * Proxy that advice rests on.
 *
 * @param pilot its policy, {@link #ALL} for the whole pool, with its errors
 * @param budget kind of its training; both kinds are one for the whole pool
 * @param flops floating-point operations of its training
 * @param seconds time of its training and test
 */
public record PilotRun(Pilot pilot, Budget.Kind budget, double flops, double seconds) {

  /** Policy of a proxy that is trained on the whole pool. */
  public static final String ALL = "all";

  /** Returns true if the pilot counts for a kind of training. */
  boolean countsFor(Budget.Kind kind) {
    return pilot.policy().equals(ALL) || budget == kind;
  }
}
