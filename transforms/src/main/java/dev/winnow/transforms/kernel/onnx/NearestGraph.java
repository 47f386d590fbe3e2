package dev.winnow.transforms.kernel.onnx;

import dev.winnow.transforms.kernel.onnx.OnnxGraph.Attribute;
import dev.winnow.transforms.kernel.onnx.OnnxGraph.Type;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * ONNX graph that searches for the {@value #FOUND} greatest scores of each row. All scores of the
 * rows of a run stay on the device.
 *
 * <p>Columns, one for each centroid, are cut into about {@code sqrt(k)} groups. One pass over all
 * scores takes the maximum of each group. The greatest four scores lie in the four groups with the
 * greatest maxima, so only these groups are gathered and sorted. Among equal scores any may be
 * found, since the reader has to examine nearly equal scores in any case.
 *
 * @param k number of centroids
 * @param dim length of a centroid
 */
record NearestGraph(int k, int dim) {

  /** Number of scores that are found for each row, in descending order. */
  static final int FOUND = 4;

  static final String ROWS = "rows";
  static final String CENTROIDS = "centroids";
  static final String GROUP = "group";
  static final String SCORE = "score";
  static final String PLACE = "place";

  /** Score of a column without a centroid: exact in every format with eight exponent bits. */
  static final float ABSENT = -0x1p126f;

  /** Largest number of columns that are sorted without groups. */
  private static final int ONE_GROUP = 256;

  /**
   * Returns the length of a row on the device: its coordinates, a one that is multiplied with the
   * bias, and zeros up to a multiple of eight, which makes matrix products fast.
   */
  int depth() {
    return (dim + 8) / 8 * 8;
  }

  /** Returns the number of columns in a group. */
  int width() {
    if (k <= ONE_GROUP) {
      return Math.max(8, (k + 3) / 4 * 4);
    }
    return ((int) Math.ceil(Math.sqrt(k)) + 3) / 4 * 4;
  }

  int groups() {
    return (k + width() - 1) / width();
  }

  /** Returns the number of scores of a row, including columns without a centroid. */
  int columns() {
    return groups() * width();
  }

  /** Returns true when the centroids fit in one buffer, which has at most 2 GiB. */
  static boolean fits(int k, int dim) {
    NearestGraph graph = new NearestGraph(k, dim);
    return (long) (k + graph.width()) * graph.depth() < Integer.MAX_VALUE / 4;
  }

  /**
   * Packs centroids in the layout of the graph.
   *
   * @param centroids {@code float[k * dim]}
   * @param bias bias of each centroid; null for none
   * @param packed receives {@code columns * depth} floats, row-major, from its beginning
   */
  void pack(float[] centroids, float[] bias, FloatBuffer packed) {
    int depth = depth();
    float[] padding = new float[depth - dim];
    for (int c = 0; c < columns(); c++) {
      if (c < k) {
        padding[0] = bias == null ? 0 : bias[c];
        packed.put(c * depth, centroids, c * dim, dim);
      } else {
        padding[0] = ABSENT;
        packed.put(c * depth, new float[dim]);
      }
      packed.put(c * depth + dim, padding);
    }
  }

  /**
   * Returns a model whose input is rows {@code [n, depth]}. The centroids are provided when the
   * model is loaded.
   */
  byte[] rowsAsInput() {
    OnnxGraph graph =
        new OnnxGraph("nearest")
            .input(ROWS, Type.FLOAT, -1, depth())
            .external(CENTROIDS, columns(), depth());
    constants(graph);
    search(graph, "");
    return graph.bytes();
  }

  /**
   * Returns a model whose input is centroids {@code [columns, depth]}. The rows are provided when
   * the model is loaded and stay on the device. They come in blocks, whose names and outputs end
   * with the block's number.
   */
  byte[] centroidsAsInput(int[] rowsOfBlock) {
    OnnxGraph graph = new OnnxGraph("nearest").input(CENTROIDS, Type.FLOAT, columns(), depth());
    constants(graph);
    for (int block = 0; block < rowsOfBlock.length; block++) {
      graph.external(ROWS + block, rowsOfBlock[block], depth());
      search(graph, String.valueOf(block));
    }
    return graph.bytes();
  }

  private void constants(OnnxGraph graph) {
    graph.constant("found", FOUND);
    if (groups() > 1) {
      graph
          .constant("by_group", -1, groups(), width())
          .constant("each", -1, FOUND, 1)
          .constant("flat", -1, (long) FOUND * width());
    }
  }

  private void search(OnnxGraph graph, String block) {
    String scores = "scores" + block;
    graph.node(
        "Gemm",
        List.of(scores),
        List.of(ROWS + block, CENTROIDS),
        List.of(new Attribute("transB", false, 1)));
    List<String> best = List.of(SCORE + block, PLACE + block);
    if (groups() == 1) {
      graph.node("TopK", best, List.of(scores, "found"), List.of());
    } else {
      String grouped = "grouped" + block;
      String greatest = "greatest" + block;
      graph
          .node("Reshape", grouped, scores, "by_group")
          .node(
              "ReduceMax",
              List.of(greatest),
              List.of(grouped),
              List.of(new Attribute("axes", true, 2), new Attribute("keepdims", false, 0)))
          .node(
              "TopK", List.of("peak" + block, GROUP + block), List.of(greatest, "found"), List.of())
          .node("Reshape", "at" + block, GROUP + block, "each")
          .node(
              "GatherND",
              List.of("gathered" + block),
              List.of(grouped, "at" + block),
              List.of(new Attribute("batch_dims", false, 1)))
          .node("Reshape", "near" + block, "gathered" + block, "flat")
          .node("TopK", best, List.of("near" + block, "found"), List.of())
          .output(GROUP + block, Type.INT64, -1, FOUND);
    }
    graph.output(SCORE + block, Type.FLOAT, -1, FOUND).output(PLACE + block, Type.INT64, -1, FOUND);
  }
}
