package dev.winnow.transforms.embed.fitted;

import dev.winnow.transforms.embed.Encoder;
import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.kernel.Rows;
import dev.winnow.transforms.kernel.SymmetricEigen;
import dev.winnow.transforms.kernel.SymmetricProducts;
import java.util.List;

/** Baseline encoder: principal components of raw pixels. */
final class RawPixels implements Encoder {

  private static final int SIDE = 32;

  private final int width;
  private final int height;
  private final int channels;
  private final float[] center;
  private final float[][] projection;

  RawPixels(List<RasterImage> images, int dim) {
    RasterImage first = images.get(0);
    this.width = Math.min(first.width(), SIDE);
    this.height = Math.min(first.height(), SIDE);
    this.channels = first.channels();
    float[][] rows = images.stream().map(this::pixels).toArray(float[][]::new);
    int length = rows[0].length;
    this.center = new float[length];
    for (int i = 0; i < length; i++) {
      double sum = 0;
      for (float[] row : rows) {
        sum += row[i];
      }
      center[i] = (float) (sum / rows.length);
    }
    for (float[] row : rows) {
      center(row);
    }
    SymmetricProducts products = new SymmetricProducts(length);
    products.add(rows);
    SymmetricEigen eigen = SymmetricEigen.top(products.matrix(), dim, 42);
    this.projection = new float[length][dim];
    for (int e = 0; e < dim; e++) {
      for (int i = 0; i < length; i++) {
        projection[i][e] = (float) eigen.vectors()[e][i];
      }
    }
  }

  private float[] pixels(RasterImage image) {
    float[] values = PatchFeatures.working(image, width, height, channels);
    for (int i = 0; i < values.length; i++) {
      values[i] /= 255;
    }
    return values;
  }

  private void center(float[] row) {
    for (int i = 0; i < row.length; i++) {
      row[i] -= center[i];
    }
  }

  @Override
  public String name() {
    return "principal components of pixels";
  }

  @Override
  public int dim() {
    return projection[0].length;
  }

  @Override
  public float[][] encode(List<EncoderInput> inputs) {
    float[][] rows = new float[inputs.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = pixels(inputs.get(i).image());
      center(rows[i]);
    }
    return Rows.product(rows, projection);
  }

  @Override
  public void close() {}
}
