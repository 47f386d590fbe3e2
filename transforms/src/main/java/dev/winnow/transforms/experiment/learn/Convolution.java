package dev.winnow.transforms.experiment.learn;

import dev.winnow.transforms.experiment.learn.Labelled.Shape;
import java.util.Arrays;

/**
 * Convolution with kernels of 3 x 3 pixels, a step of one pixel, and zeros around the picture, so
 * that its outputs have the height and the width of its inputs. Rows hold pixels from the top, each
 * with its channels.
 */
final class Convolution implements Layer {

  private static final int SIZE = 3;

  private final Shape in;
  private final Dense dense;
  private float[] patches = {};
  private float[] inGradient = {};

  /**
   * @param weights {@code 9 * channels} inputs, in the order row, column, channel of a patch
   */
  Convolution(Shape in, Weights weights) {
    this.in = in;
    this.dense = new Dense(weights);
  }

  @Override
  public int outputs() {
    return places() * dense.outputs();
  }

  private int places() {
    return in.height() * in.width();
  }

  private int patch() {
    return SIZE * SIZE * in.channels();
  }

  @Override
  public float[] forward(float[] rows, int n) {
    int length = n * places() * patch();
    patches = Dense.atLeast(patches, length);
    Arrays.fill(patches, 0, length, 0);
    move(rows, n, false);
    return dense.forward(patches, n * places());
  }

  @Override
  public float[] backward(float[] outGradient, int n, boolean first) {
    float[] slopes = dense.backward(outGradient, n * places(), first);
    if (first) {
      return null;
    }
    int length = n * places() * in.channels();
    inGradient = Dense.atLeast(inGradient, length);
    Arrays.fill(inGradient, 0, length, 0);
    System.arraycopy(slopes, 0, patches, 0, n * places() * patch());
    move(inGradient, n, true);
    return inGradient;
  }

  /** Copies pixels to the patches that hold them, or adds the patches to their pixels. */
  private void move(float[] rows, int n, boolean back) {
    int channels = in.channels();
    for (int i = 0; i < n; i++) {
      for (int y = 0; y < in.height(); y++) {
        for (int x = 0; x < in.width(); x++) {
          int patch = ((i * in.height() + y) * in.width() + x) * patch();
          for (int k = 0; k < SIZE * SIZE; k++) {
            int v = y + k / SIZE - 1;
            int u = x + k % SIZE - 1;
            if (v < 0 || u < 0 || v >= in.height() || u >= in.width()) {
              continue;
            }
            int pixel = ((i * in.height() + v) * in.width() + u) * channels;
            int at = patch + k * channels;
            for (int c = 0; c < channels; c++) {
              if (back) {
                rows[pixel + c] += patches[at + c];
              } else {
                patches[at + c] = rows[pixel + c];
              }
            }
          }
        }
      }
    }
  }

  @Override
  public Weights weights() {
    return dense.weights();
  }

  @Override
  public double flops() {
    return places() * dense.flops();
  }
}
