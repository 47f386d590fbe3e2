package dev.winnow.jobs.experiment.study;

import dev.winnow.transforms.experiment.learn.Budget;
import dev.winnow.transforms.experiment.learn.Labelled;
import dev.winnow.transforms.experiment.learn.Learner;
import dev.winnow.transforms.experiment.learn.Measurement;
import java.io.Serializable;

/** Training of a proxy, as {@link Learner#measure} does it. */
@FunctionalInterface
interface Trainer extends Serializable {

  Measurement measure(
      Learner learner, Labelled data, int[] train, int[] test, Budget budget, long seed);
}
