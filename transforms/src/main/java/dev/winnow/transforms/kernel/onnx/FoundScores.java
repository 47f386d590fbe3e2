package dev.winnow.transforms.kernel.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;

/**
 * The {@link NearestGraph#FOUND} greatest scores of each row, in descending order.
 *
 * @param score {@code float[n * FOUND]}
 * @param place index of each score within the row's four groups; where there is one group, its
 *     column
 * @param group the four groups of each row; null where there is one group
 * @param width number of columns in a group
 */
record FoundScores(float[] score, long[] place, long[] group, int width) {

  /** Reads the outputs of a run of the graph. */
  static FoundScores of(OrtSession.Result result, String block, NearestGraph graph) {
    float[] score = tensor(result, NearestGraph.SCORE + block).getFloatBuffer().array();
    long[] place = tensor(result, NearestGraph.PLACE + block).getLongBuffer().array();
    long[] group =
        graph.groups() == 1
            ? null
            : tensor(result, NearestGraph.GROUP + block).getLongBuffer().array();
    return new FoundScores(score, place, group, graph.width());
  }

  private static OnnxTensor tensor(OrtSession.Result result, String name) {
    return (OnnxTensor)
        result
            .get(name)
            .orElseThrow(() -> new IllegalStateException("the graph must have output " + name));
  }

  /** Returns the column of a row's score number {@code rank}, counted from 0. */
  int column(int row, int rank) {
    int at = row * NearestGraph.FOUND;
    int place = (int) this.place[at + rank];
    if (group == null) {
      return place;
    }
    return (int) group[at + place / width] * width + place % width;
  }
}
