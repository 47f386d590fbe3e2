package dev.winnow.transforms.score;

/**
 * Length of the error vector, averaged over the probes. The error vector is the softmax minus the
 * one-hot label. In [0, sqrt(2)]; higher is harder, and 0 where every probe is sure of the
 * example's label.
 *
 * @see <a href="https://arxiv.org/abs/2107.07075">Paul et al. 2021</a>, definition of EL2N, where
 *     the mean is over networks
 */
public final class El2nScore implements ProbeMetric {

  private static final long serialVersionUID = 1;

  @Override
  public String column() {
    return "el2n";
  }

  @Override
  public double hardness(ProbeOutputs outputs) {
    double sum = 0;
    for (double[] probabilities : outputs.probabilities()) {
      double squares = 0;
      for (int c = 0; c < probabilities.length; c++) {
        double error = probabilities[c] - (c == outputs.label() ? 1 : 0);
        squares += error * error;
      }
      sum += Math.sqrt(squares);
    }
    return sum / outputs.probabilities().length;
  }
}
