package dev.winnow.transforms.embed.djl;

import java.util.List;

/**
 * Output of a model.
 *
 * @param values values, row-major
 * @param shape lengths of the axes, rows first
 */
record ModelOutput(float[] values, long[] shape) {

  /** Joins the outputs of the parts of a batch, in their order. */
  static ModelOutput joined(List<ModelOutput> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    int length = 0;
    long rows = 0;
    for (ModelOutput part : parts) {
      length += part.values.length;
      rows += part.shape[0];
    }
    float[] values = new float[length];
    int at = 0;
    for (ModelOutput part : parts) {
      System.arraycopy(part.values, 0, values, at, part.values.length);
      at += part.values.length;
    }
    long[] shape = parts.get(0).shape.clone();
    shape[0] = rows;
    return new ModelOutput(values, shape);
  }
}
