package dev.winnow.transforms.score;

/**
 * One minus the probability of the example's label, averaged over the probes. In [0, 1]; higher is
 * harder.
 *
 * @see <a href="https://arxiv.org/abs/2009.10795">Swayamdipta et al. 2020</a>, where the mean is
 *     over epochs, and high confidence is easy
 */
public final class ConfidenceScore implements ProbeMetric {

  private static final long serialVersionUID = 1;

  @Override
  public String column() {
    return "confidence";
  }

  @Override
  public double hardness(ProbeOutputs outputs) {
    double sum = 0;
    for (double[] probabilities : outputs.probabilities()) {
      sum += probabilities[outputs.label()];
    }
    return Math.max(0, 1 - sum / outputs.probabilities().length);
  }
}
