package dev.winnow.transforms.embed.fitted;

import dev.winnow.transforms.embed.Encoder;
import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.embed.ModelNames;
import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.kernel.MatrixProduct;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Fitted encoder {@code patch-kmeans}. It converts images of any size and colour to the working
 * size of the fit. Immutable; any number of threads may use it.
 */
public final class PatchKmeansModel implements Encoder, Serializable {

  private static final int MAGIC = 0x57504b31;

  private final PatchFeatures patches;
  private final int dim;
  private final float[] center;
  private final float[][] projection;
  private final String name;
  private transient volatile Packed packed;

  /** Matrices in the layout of this JVM's kernel. */
  private record Packed(PatchPooling pooling, MatrixProduct projection) {}

  /**
   * @param center mean features, {@code float[features]}
   * @param projection {@code float[features][dim]}
   */
  PatchKmeansModel(PatchFeatures patches, int dim, float[] center, float[][] projection) {
    this.patches = patches;
    this.dim = dim;
    this.center = center;
    this.projection = projection;
    this.name = ModelNames.of("patch-kmeans", this::write);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int dim() {
    return dim;
  }

  @Override
  public float[][] encode(List<EncoderInput> inputs) {
    if (inputs.isEmpty()) {
      return new float[0][];
    }
    Packed kernels = packed();
    int length = patches.length();
    float[] rows = new float[inputs.size() * length];
    for (int i = 0; i < inputs.size(); i++) {
      RasterImage image = inputs.get(i).image();
      if (image == null) {
        throw new IllegalArgumentException("inputs of patch-kmeans must be images, got a text");
      }
      float[] features = kernels.pooling.pool(image);
      for (int j = 0; j < length; j++) {
        rows[i * length + j] = features[j] - center[j];
      }
    }
    float[] products = new float[inputs.size() * dim];
    kernels.projection.add(rows, 0, inputs.size(), products, 0);
    float[][] vectors = new float[inputs.size()][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = Arrays.copyOfRange(products, i * dim, (i + 1) * dim);
    }
    return vectors;
  }

  private Packed packed() {
    Packed known = packed;
    if (known == null) {
      known = new Packed(new PatchPooling(patches), MatrixProduct.of(projection));
      packed = known;
    }
    return known;
  }

  @Override
  public void close() {}

  /** Writes the model for {@link #read}; equal models give equal bytes. */
  public void write(DataOutput out) throws IOException {
    out.writeInt(MAGIC);
    out.writeInt(patches.width());
    out.writeInt(patches.height());
    out.writeInt(patches.channels());
    out.writeInt(patches.patch());
    out.writeInt(patches.grid());
    out.writeInt(patches.squares().length);
    out.writeInt(dim);
    write(out, patches.mean());
    for (float[] row : patches.whitening()) {
      write(out, row);
    }
    for (float[] row : patches.atoms()) {
      write(out, row);
    }
    write(out, patches.squares());
    write(out, center);
    for (float[] row : projection) {
      write(out, row);
    }
  }

  /**
   * Reads a model that {@link #write} wrote.
   *
   * @throws IOException if the bytes are not those of such a model
   */
  public static PatchKmeansModel read(DataInput in) throws IOException {
    if (in.readInt() != MAGIC) {
      throw new IOException("not a stored patch-kmeans encoder of this version");
    }
    int width = in.readInt();
    int height = in.readInt();
    int channels = in.readInt();
    int patch = in.readInt();
    int grid = in.readInt();
    int atoms = in.readInt();
    int dim = in.readInt();
    int d = patch * patch * channels;
    float[] mean = read(in, d);
    float[][] whitening = read(in, d, d);
    float[][] dictionary = read(in, d, atoms);
    float[] squares = read(in, atoms);
    PatchFeatures patches =
        new PatchFeatures(
            width, height, channels, patch, grid, mean, whitening, dictionary, squares);
    float[] center = read(in, patches.length());
    return new PatchKmeansModel(patches, dim, center, read(in, patches.length(), dim));
  }

  private static void write(DataOutput out, float[] values) throws IOException {
    for (float value : values) {
      out.writeFloat(value);
    }
  }

  private static float[] read(DataInput in, int length) throws IOException {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = in.readFloat();
    }
    return values;
  }

  private static float[][] read(DataInput in, int rows, int length) throws IOException {
    float[][] values = new float[rows][];
    for (int i = 0; i < rows; i++) {
      values[i] = read(in, length);
    }
    return values;
  }
}
