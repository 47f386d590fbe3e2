package dev.winnow.transforms.score;

import java.io.Serializable;

/** A hardness that follows from what trained probes say of an example with a label. */
public interface ProbeMetric extends Serializable {

  /** Name of the column. */
  String column();

  /** Finite; higher is harder. */
  double of(ProbeOutputs outputs);

  /** Whether it looks at every epoch, not at the last one alone. */
  default boolean needsEveryEpoch() {
    return false;
  }
}
