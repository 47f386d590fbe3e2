package dev.winnow.transforms.score;

import java.io.Serializable;

/** A hardness that is computed from the outputs of trained probes for an example with a label. */
public interface ProbeMetric extends Serializable {

  /** Returns the name of the column. */
  String column();

  /** Returns the hardness of an example: finite, higher is harder. */
  double hardness(ProbeOutputs outputs);

  /** Returns true when the metric reads every epoch and not only the last one. */
  default boolean needsEveryEpoch() {
    return false;
  }
}
