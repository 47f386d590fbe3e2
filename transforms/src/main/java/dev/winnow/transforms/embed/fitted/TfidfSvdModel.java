package dev.winnow.transforms.embed.fitted;

import dev.winnow.transforms.embed.Encoder;
import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.embed.ModelNames;
import dev.winnow.transforms.kernel.Rows;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Fitted encoder {@code tfidf-svd}. A text without any known feature becomes the zero vector.
 * Immutable; any number of threads may use it. Memory: about {@code 4 dim} bytes per feature.
 */
public final class TfidfSvdModel implements Encoder, Serializable {

  private static final int MAGIC = 0x57545332;

  private final int dim;
  private final int bucketBits;
  private final boolean subwords;
  private final int[] features;
  private final float[] weights;
  private final float[][] projection;
  private final String name;
  private transient volatile int[] featureOf;

  /**
   * @param subwords true if the features include character n-grams
   */
  TfidfSvdModel(
      int dim,
      int bucketBits,
      boolean subwords,
      int[] features,
      float[] weights,
      float[][] projection) {
    this.dim = dim;
    this.bucketBits = bucketBits;
    this.subwords = subwords;
    this.features = features;
    this.weights = weights;
    this.projection = projection;
    this.name = ModelNames.of("tfidf-svd", this::write);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int dim() {
    return dim;
  }

  /** Returns the number of features of the fit. */
  public int features() {
    return features.length;
  }

  @Override
  public float[][] encode(List<EncoderInput> inputs) {
    float[][] vectors = new float[inputs.size()][dim];
    for (int i = 0; i < vectors.length; i++) {
      String text = inputs.get(i).text();
      if (text == null) {
        throw new IllegalArgumentException("inputs of tfidf-svd must be texts, got an image");
      }
      Weights weighed = weigh(TextFeatures.of(text, bucketBits, subwords), featureOf(), weights);
      combine(weighed.index, weighed.value, projection, vectors[i]);
    }
    return vectors;
  }

  @Override
  public void close() {}

  /** Writes the model for {@link #read}; equal models give equal bytes. */
  public void write(DataOutput out) throws IOException {
    out.writeInt(MAGIC);
    out.writeInt(dim);
    out.writeInt(bucketBits);
    out.writeBoolean(subwords);
    out.writeInt(features.length);
    for (int i = 0; i < features.length; i++) {
      out.writeInt(features[i]);
      out.writeFloat(weights[i]);
      for (float v : projection[i]) {
        out.writeFloat(v);
      }
    }
  }

  /**
   * Reads a model that {@link #write} wrote.
   *
   * @throws IOException if the bytes are not those of such a model
   */
  public static TfidfSvdModel read(DataInput in) throws IOException {
    if (in.readInt() != MAGIC) {
      throw new IOException("not a stored tfidf-svd encoder of this version");
    }
    int dim = in.readInt();
    int bucketBits = in.readInt();
    boolean subwords = in.readBoolean();
    int[] features = new int[in.readInt()];
    float[] weights = new float[features.length];
    float[][] projection = new float[features.length][dim];
    for (int i = 0; i < features.length; i++) {
      features[i] = in.readInt();
      weights[i] = in.readFloat();
      for (int j = 0; j < dim; j++) {
        projection[i][j] = in.readFloat();
      }
    }
    return new TfidfSvdModel(dim, bucketBits, subwords, features, weights, projection);
  }

  private int[] featureOf() {
    int[] known = featureOf;
    if (known == null) {
      known = new int[TextFeatures.families(subwords) << bucketBits];
      Arrays.fill(known, -1);
      for (int i = 0; i < features.length; i++) {
        known[features[i]] = i;
      }
      featureOf = known;
    }
    return known;
  }

  /**
   * Sparse row of weights, of unit length.
   *
   * @param index features, ascending
   * @param value weights of the features
   */
  record Weights(int[] index, float[] value) {}

  static Weights weigh(TextFeatures text, int[] featureOf, float[] weights) {
    int[] index = new int[text.buckets().length];
    float[] value = new float[index.length];
    int n = 0;
    double squares = 0;
    for (int i = 0; i < index.length; i++) {
      int feature = featureOf[text.buckets()[i]];
      if (feature >= 0) {
        double weight = frequency(text.counts()[i]) * weights[feature];
        index[n] = feature;
        value[n++] = (float) weight;
        squares += weight * weight;
      }
    }
    float scale = n == 0 ? 0 : (float) (1 / Math.sqrt(squares));
    for (int i = 0; i < n; i++) {
      value[i] *= scale;
    }
    return new Weights(Arrays.copyOf(index, n), Arrays.copyOf(value, n));
  }

  /**
   * Returns the weight of a count. It grows with the logarithm, because ten occurrences say more
   * than one, but not ten times as much.
   */
  static double frequency(int count) {
    return 1 + StrictMath.log(count);
  }

  /** Adds {@code value * dense[index]} to {@code sum}, in the order of the indices. */
  static void combine(int[] index, float[] value, float[][] dense, float[] sum) {
    int p = 0;
    for (; p + 4 <= index.length; p += 4) {
      Rows.addFour(
          sum,
          dense[index[p]],
          dense[index[p + 1]],
          dense[index[p + 2]],
          dense[index[p + 3]],
          value[p],
          value[p + 1],
          value[p + 2],
          value[p + 3]);
    }
    for (; p < index.length; p++) {
      Rows.addOne(sum, dense[index[p]], value[p]);
    }
  }
}
