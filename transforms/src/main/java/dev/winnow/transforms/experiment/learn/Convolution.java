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
    // Numbers outside of the picture are 0 from the begin, and nothing else is written there.
    patches = Dense.atLeast(patches, n * places() * patch());
    move(rows, patches, n, false);
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
    move(inGradient, slopes, n, true);
    return inGradient;
  }

  /** Copies pixels to the patches that hold them, or adds the patches to their pixels. */
  private void move(float[] rows, float[] patched, int n, boolean back) {
    int channels = in.channels();
    int width = in.width();
    for (int line = 0; line < n * in.height(); line++) {
      int y = line % in.height();
      for (int k = 0; k < SIZE * SIZE; k++) {
        int down = k / SIZE - 1;
        int right = k % SIZE - 1;
        if (y + down < 0 || y + down >= in.height()) {
          continue;
        }
        int from = Math.max(0, -right);
        int to = Math.min(width, width - right);
        int pixel = ((line + down) * width + from + right) * channels;
        int at = (line * width + from) * patch() + k * channels;
        for (int x = from; x < to; x++, pixel += channels, at += patch()) {
          if (back) {
            for (int c = 0; c < channels; c++) {
              rows[pixel + c] += patched[at + c];
            }
          } else if (channels == 1) {
            patched[at] = rows[pixel];
          } else {
            System.arraycopy(rows, pixel, patched, at, channels);
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
