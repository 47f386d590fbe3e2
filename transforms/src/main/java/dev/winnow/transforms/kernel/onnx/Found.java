package dev.winnow.transforms.kernel.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;

/**
 * The greatest scores of each row, {@link NearestGraph#FOUND} in descending order.
 *
 * @param score {@code float[n * FOUND]}
 * @param place within the four groups; of the columns where there is one group
 * @param group the groups of a row, of which {@code place} tells one; null where there is one group
 * @param width columns of a group
 */
record Found(float[] score, long[] place, long[] group, int width) {

  /** Reads what a run of the graph gave. */
  static Found of(OrtSession.Result result, String block, NearestGraph graph) {
    float[] score = tensor(result, NearestGraph.SCORE + block).getFloatBuffer().array();
    long[] place = tensor(result, NearestGraph.PLACE + block).getLongBuffer().array();
    long[] group =
        graph.groups() == 1
            ? null
            : tensor(result, NearestGraph.GROUP + block).getLongBuffer().array();
    return new Found(score, place, group, graph.width());
  }

  private static OnnxTensor tensor(OrtSession.Result result, String name) {
    return (OnnxTensor)
        result
            .get(name)
            .orElseThrow(() -> new IllegalStateException("the graph must have output " + name));
  }

  /** The column of a row's score number {@code rank}, counted from 0. */
  int column(int row, int rank) {
    int at = row * NearestGraph.FOUND;
    int place = (int) this.place[at + rank];
    if (group == null) {
      return place;
    }
    return (int) group[at + place / width] * width + place % width;
  }
}
