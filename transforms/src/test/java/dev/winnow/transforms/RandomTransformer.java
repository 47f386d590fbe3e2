package dev.winnow.transforms;

import dev.winnow.transforms.kernel.onnx.OnnxGraph;
import dev.winnow.transforms.kernel.onnx.OnnxGraph.Attribute;
import dev.winnow.transforms.kernel.onnx.OnnxGraph.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A text encoder with the shape of a small BERT and random weights: masked attention of one head,
 * layer norms and a feed-forward part, twice. The inputs are {@code input_ids} and {@code
 * attention_mask}, and the output is {@code last_hidden_state[n, t, dim]}. Its vectors have no
 * meaning. Its cost grows with the length of texts like that of real models.
 */
public final class RandomTransformer {

  private static final int LAYERS = 2;

  private final int vocabulary;
  private final int dim;
  private final SplittableRandom random = new SplittableRandom(17);
  private final OnnxGraph graph = new OnnxGraph("transformer");
  private int names;

  private RandomTransformer(int vocabulary, int dim) {
    this.vocabulary = vocabulary;
    this.dim = dim;
  }

  /**
   * Writes a model. Arguments: a folder for the model, a tokenizer.json, the size of its
   * vocabulary, and the width.
   */
  public static void main(String[] args) throws IOException {
    write(Path.of(args[0]), Path.of(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
  }

  /** Writes model.onnx and a copy of the tokenizer; returns the folder. */
  public static Path write(Path folder, Path tokenizer, int vocabulary, int dim)
      throws IOException {
    Files.createDirectories(folder);
    Files.write(
        folder.resolve("model.onnx"), new RandomTransformer(vocabulary, dim).build().bytes());
    Files.copy(tokenizer, folder.resolve("tokenizer.json"), StandardCopyOption.REPLACE_EXISTING);
    return folder;
  }

  private OnnxGraph build() {
    graph
        .input("input_ids", Type.INT64, -1, -2)
        .input("attention_mask", Type.INT64, -1, -2)
        .output("last_hidden_state", Type.FLOAT, -1, -2, dim)
        .constant("one", new float[] {1})
        .constant("far", new float[] {1e9f})
        .constant("scale", new float[] {(float) (1 / Math.sqrt(dim))})
        .constant("epsilon", new float[] {1e-5f})
        .constant("axis", 1L);
    String x = op("Gather", weights(vocabulary, dim), "input_ids");
    String mask = name();
    graph.node(
        "Cast", List.of(mask), List.of("attention_mask"), List.of(new Attribute("to", false, 1)));
    // 0 where there is a token, -1e9 where there is padding, the same for every query.
    String bias = op("Mul", op("Sub", op("Unsqueeze", mask, "axis"), "one"), "far");
    for (int layer = 0; layer < LAYERS; layer++) {
      x = normed(op("Add", x, attention(x, bias)));
      String hidden = op("Relu", op("MatMul", x, weights(dim, 4 * dim)));
      x = normed(op("Add", x, op("MatMul", hidden, weights(4 * dim, dim))));
    }
    return graph.node("Identity", "last_hidden_state", x);
  }

  private String attention(String x, String bias) {
    String keys = name();
    graph.node(
        "Transpose",
        List.of(keys),
        List.of(op("MatMul", x, weights(dim, dim))),
        List.of(new Attribute("perm", true, 0, 2, 1)));
    String scores = op("MatMul", op("MatMul", x, weights(dim, dim)), keys);
    String shares = op("Softmax", op("Add", op("Mul", scores, "scale"), bias));
    String values = op("MatMul", x, weights(dim, dim));
    return op("MatMul", op("MatMul", shares, values), weights(dim, dim));
  }

  private String normed(String x) {
    String centred = op("Sub", x, mean(x));
    String variance = mean(op("Mul", centred, centred));
    return op("Div", centred, op("Sqrt", op("Add", variance, "epsilon")));
  }

  private String mean(String x) {
    String output = name();
    graph.node("ReduceMean", List.of(output), List.of(x), List.of(new Attribute("axes", true, 2)));
    return output;
  }

  private String op(String operator, String... inputs) {
    String output = name();
    graph.node(operator, output, inputs);
    return output;
  }

  private String weights(int rows, int columns) {
    float[] values = new float[rows * columns];
    double scale = 1 / Math.sqrt(rows > 4 * dim ? 1 : rows);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * scale);
    }
    String name = name();
    graph.constant(name, values, rows, columns);
    return name;
  }

  private String name() {
    return "v" + names++;
  }
}
