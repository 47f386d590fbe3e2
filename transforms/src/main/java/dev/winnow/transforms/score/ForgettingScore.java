package dev.winnow.transforms.score;

/**
 * Number of times that a probe was right about an example after one epoch and wrong after the next,
 * summed over the probes. A probe that was never right counts as many times as there are epochs, so
 * an example that no probe has learned gets the maximum, epochs times probes. A whole number from
 * 0; higher is harder.
 *
 * @see <a href="https://arxiv.org/abs/1812.05159">Toneva et al. 2019</a>, forgetting events and
 *     unforgettable examples
 */
public final class ForgettingScore implements ProbeMetric {

  private static final long serialVersionUID = 1;

  @Override
  public String column() {
    return "forgetting";
  }

  @Override
  public double hardness(ProbeOutputs outputs) {
    long sum = 0;
    for (boolean[] epochs : outputs.correct()) {
      boolean learned = epochs[0];
      int forgotten = 0;
      for (int e = 1; e < epochs.length; e++) {
        learned |= epochs[e];
        forgotten += epochs[e - 1] && !epochs[e] ? 1 : 0;
      }
      sum += learned ? forgotten : epochs.length;
    }
    return sum;
  }

  @Override
  public boolean needsEveryEpoch() {
    return true;
  }
}
