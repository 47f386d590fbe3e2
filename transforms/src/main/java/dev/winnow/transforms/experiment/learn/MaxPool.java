package dev.winnow.transforms.experiment.learn;

import dev.winnow.transforms.experiment.learn.Labelled.Shape;
import java.util.Arrays;

/**
 * Keeps the largest number of each square of 2 x 2 pixels; of equal numbers the first. Leaves out a
 * last row or column that has no pair.
 */
final class MaxPool implements Layer {

  private final Shape in;
  private final Shape reduced;
  private float[] out = {};
  private int[] chosen = {};
  private float[] inGradient = {};

  MaxPool(Shape in) {
    this.in = in;
    this.reduced = new Shape(in.height() / 2, in.width() / 2, in.channels());
  }

  /** Returns the layout of its outputs. */
  Shape reduced() {
    return reduced;
  }

  @Override
  public int outputs() {
    return reduced.height() * reduced.width() * reduced.channels();
  }

  private int inputs() {
    return in.height() * in.width() * in.channels();
  }

  @Override
  public float[] forward(float[] rows, int n) {
    out = Dense.atLeast(out, n * outputs());
    if (chosen.length < n * outputs()) {
      chosen = new int[n * outputs()];
    }
    int channels = in.channels();
    int down = in.width() * channels;
    int to = 0;
    for (int i = 0; i < n; i++) {
      for (int y = 0; y < reduced.height(); y++) {
        for (int x = 0; x < reduced.width(); x++) {
          for (int c = 0; c < channels; c++, to++) {
            int at = i * inputs() + 2 * y * down + 2 * x * channels + c;
            int best = at;
            best = rows[at + channels] > rows[best] ? at + channels : best;
            best = rows[at + down] > rows[best] ? at + down : best;
            best = rows[at + down + channels] > rows[best] ? at + down + channels : best;
            out[to] = rows[best];
            chosen[to] = best;
          }
        }
      }
    }
    return out;
  }

  @Override
  public float[] backward(float[] outGradient, int n, boolean first) {
    inGradient = Dense.atLeast(inGradient, n * inputs());
    Arrays.fill(inGradient, 0, n * inputs(), 0);
    for (int i = 0; i < n * outputs(); i++) {
      inGradient[chosen[i]] += outGradient[i];
    }
    return inGradient;
  }

  @Override
  public Weights weights() {
    return null;
  }

  @Override
  public double flops() {
    return inputs();
  }
}
