package dev.winnow.transforms.score;

/**
 * One minus the margin, averaged over the probes. The margin is the probability of the example's
 * label minus that of the most probable other label. In [0, 2]; higher is harder, and above 1
 * another label wins.
 *
 * @see <a href="https://arxiv.org/abs/2001.10528">Pleiss et al. 2020</a>, where the margin is of
 *     logits over training
 */
public final class MarginScore implements ProbeMetric {

  private static final long serialVersionUID = 1;

  @Override
  public String column() {
    return "margin";
  }

  @Override
  public double hardness(ProbeOutputs outputs) {
    double sum = 0;
    for (double[] probabilities : outputs.probabilities()) {
      double other = 0;
      for (int c = 0; c < probabilities.length; c++) {
        other = c == outputs.label() ? other : Math.max(other, probabilities[c]);
      }
      sum += 1 - (probabilities[outputs.label()] - other);
    }
    return Math.max(0, Math.min(2, sum / outputs.probabilities().length));
  }
}
