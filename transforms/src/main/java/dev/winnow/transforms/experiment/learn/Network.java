package dev.winnow.transforms.experiment.learn;

import dev.winnow.transforms.experiment.HashedDraws;
import dev.winnow.transforms.experiment.learn.Labelled.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Layers in a row, trained on the cross-entropy of a softmax over their outputs. The rate of Adam
 * falls from its greatest to 0 by half a cosine over all steps (Loshchilov and Hutter 2017,
 * equation 5), so that a run is complete at any budget.
 */
final class Network implements Classifier {

  private static final int BATCH = 64;
  private static final int HIDDEN = 128;
  private static final int FIRST_KERNELS = 8;
  private static final int SECOND_KERNELS = 16;
  private static final double DECAY = 0.1;
  private static final double CONVEX_RATE = 0.05;
  private static final double RATE = 0.002;

  private final Standardised features;
  private final List<Layer> layers;
  private final double rate;
  private final int classes;
  private long steps;
  private double flops;

  private Network(Standardised features, List<Layer> layers, double rate) {
    this.features = features;
    this.layers = layers;
    this.rate = rate;
    this.classes = features.data().classes();
  }

  /**
   * Returns an untrained softmax regression. A step of Adam moves all of its weights by about the
   * rate, and their logit by the more, the more there are.
   */
  static Network softmax(Standardised features, HashedDraws draws) {
    int classes = features.data().classes();
    return new Network(
        features,
        List.of(new Dense(new Weights(features.width(), classes, 0, draws))),
        CONVEX_RATE / Math.sqrt(features.width()));
  }

  /** Returns an untrained network with one hidden layer of {@value #HIDDEN}. */
  static Network hidden(Standardised features, HashedDraws draws) {
    return new Network(
        features,
        List.of(
            new Dense(new Weights(features.width(), HIDDEN, 1, draws.part(0))),
            new Rectifier(HIDDEN),
            new Dense(new Weights(HIDDEN, features.data().classes(), 0, draws.part(1)))),
        RATE);
  }

  /**
   * Returns an untrained network of two convolutions with {@value #FIRST_KERNELS} and {@value
   * #SECOND_KERNELS} kernels, each followed by a rectifier and a {@link MaxPool}, and one dense
   * layer.
   */
  static Network convolutional(Standardised features, HashedDraws draws) {
    Shape picture = features.data().shape();
    List<Layer> layers = new ArrayList<>();
    int part = 0;
    for (int kernels : new int[] {FIRST_KERNELS, SECOND_KERNELS}) {
      int patch = 9 * picture.channels();
      layers.add(new Convolution(picture, new Weights(patch, kernels, 1, draws.part(part++))));
      Shape filtered = new Shape(picture.height(), picture.width(), kernels);
      MaxPool pool = new MaxPool(filtered);
      layers.add(pool);
      layers.add(new Rectifier(pool.outputs()));
      picture = pool.reduced();
    }
    int inputs = picture.height() * picture.width() * picture.channels();
    layers.add(new Dense(new Weights(inputs, features.data().classes(), 0, draws.part(part))));
    return new Network(features, layers, RATE);
  }

  /**
   * Trains.
   *
   * @param train indices of the training rows
   * @param draws for the order of the rows in each pass
   */
  Network train(int[] train, Budget budget, HashedDraws draws) {
    long total = budget.steps(train.length, BATCH);
    int[] order = train.clone();
    int at = order.length;
    long pass = 0;
    float[] rows = new float[BATCH * features.width()];
    while (steps < total) {
      if (at >= order.length) {
        shuffle(order, draws.part(pass++));
        at = 0;
      }
      int n = Math.min(BATCH, order.length - at);
      features.fill(order, at, n, rows);
      float[] out = forward(rows, n);
      float[] slopes = slopes(out, order, at, n);
      for (int i = layers.size() - 1; i >= 0; i--) {
        slopes = layers.get(i).backward(slopes, n, i == 0);
      }
      steps++;
      double now = rate * (1 + StrictMath.cos(Math.PI * (steps - 1) / total)) / 2;
      for (Layer layer : layers) {
        if (layer.weights() != null) {
          layer.weights().step(steps, now, DECAY);
        }
      }
      // The way back costs twice the way forward: a product for the weights and one for the inputs.
      flops += 3 * n * layers.stream().mapToDouble(Layer::flops).sum();
      at += n;
    }
    return this;
  }

  private float[] forward(float[] rows, int n) {
    float[] out = rows;
    for (Layer layer : layers) {
      out = layer.forward(out, n);
    }
    return out;
  }

  /** Returns the gradient of the mean cross-entropy of a batch by the logits. */
  private float[] slopes(float[] logits, int[] order, int from, int n) {
    float[] slopes = new float[n * classes];
    double[] row = new double[classes];
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < classes; c++) {
        row[c] = logits[i * classes + c];
      }
      Softmax.normalise(row);
      row[features.data().labels()[order[from + i]]] -= 1;
      for (int c = 0; c < classes; c++) {
        slopes[i * classes + c] = (float) (row[c] / n);
      }
    }
    return slopes;
  }

  /** Shuffles by the method of Fisher and Yates. */
  private static void shuffle(int[] order, HashedDraws draws) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = draws.below(i + 1, i);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
  }

  @Override
  public double[] logits(int[] rows, int from, int n) {
    float[] filled = new float[n * features.width()];
    features.fill(rows, from, n, filled);
    float[] out = forward(filled, n);
    double[] logits = new double[n * classes];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = out[i];
    }
    return logits;
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public double flops() {
    return flops;
  }
}
