package dev.winnow.transforms;

import dev.winnow.transforms.kernel.onnx.OnnxGraph;
import dev.winnow.transforms.kernel.onnx.OnnxGraph.Type;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * Two small ONNX models, with which the real runtime is tested where no real model is present: a
 * linear map of 8 x 8 images, and a table of token vectors.
 */
public final class TinyModels {

  /** Length of both models' vectors. */
  public static final int DIM = 8;

  /** Width and height of the image model's input. */
  public static final int SIDE = 8;

  private static final int PIXELS = 3 * SIDE * SIDE;

  private static final String[] WORDS = {
    "[UNK]", "the", "a", "of", "in", "to", "and", "rain", "storm", "cloud", "goal", "match", "team",
    "soup", "pan", "onion", "bank", "loan", "film", "song", "road", "train", "code", "bug",
    "doctor", "river", "garden", "planet", "market", "school"
  };

  /** Writes an image model: {@code embedding[n, 8] = flatten(input[n, 3, 8, 8]) * weights}. */
  public static Path images(Path folder) throws IOException {
    return images(
        folder, graph -> graph.constant("weights", weights(11, PIXELS * DIM), PIXELS, DIM));
  }

  /** Writes the same image model, with its weights in the file {@code data/weights.bin}. */
  public static Path imagesWithExternalData(Path folder) throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    ByteBuffer bytes = ByteBuffer.allocate(4 * PIXELS * DIM).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(weights(11, PIXELS * DIM));
    Files.write(data.resolve("weights.bin"), bytes.array());
    return imagesWithDataAt(folder, "data/weights.bin");
  }

  /** Writes the image model with its weights in another file, which need not exist. */
  public static Path imagesWithDataAt(Path folder, String location) throws IOException {
    return images(folder, graph -> graph.external("weights", location, PIXELS, DIM));
  }

  private static Path images(Path folder, UnaryOperator<OnnxGraph> weights) throws IOException {
    OnnxGraph graph =
        weights
            .apply(new OnnxGraph("images").input("input", Type.FLOAT, -1, 3, SIDE, SIDE))
            .node("Flatten", "flat", "input")
            .node("MatMul", "embedding", "flat", "weights")
            .output("embedding", Type.FLOAT, -1, DIM);
    Files.createDirectories(folder);
    Files.write(folder.resolve("model.onnx"), graph.bytes());
    Files.writeString(
        folder.resolve("preprocessor_config.json"),
        """
        {"do_resize": true, "size": {"height": 8, "width": 8}, "resample": 2,
         "do_rescale": true, "rescale_factor": 0.00392156862745098,
         "do_normalize": true, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}
        """);
    return folder;
  }

  /** Writes the image model with 16-bit floats as input and output. */
  public static Path imagesInHalves(Path folder) throws IOException {
    images(folder, graph -> graph.constant("weights", weights(11, PIXELS * DIM), PIXELS, DIM));
    OnnxGraph graph =
        new OnnxGraph("images")
            .input("input", Type.FLOAT16, -1, 3, SIDE, SIDE)
            .constant("weights", weights(11, PIXELS * DIM), PIXELS, DIM)
            .node(
                "Cast",
                List.of("floats"),
                List.of("input"),
                List.of(new OnnxGraph.Attribute("to", false, 1)))
            .node("Flatten", "flat", "floats")
            .node("MatMul", "product", "flat", "weights")
            .node(
                "Cast",
                List.of("embedding"),
                List.of("product"),
                List.of(new OnnxGraph.Attribute("to", false, 10)))
            .output("embedding", Type.FLOAT16, -1, DIM);
    Files.write(folder.resolve("model.onnx"), graph.bytes());
    return folder;
  }

  /** Writes a text model: {@code token_embeddings[n, t, 8]}, one row of a table per word. */
  public static Path texts(Path folder) throws IOException {
    OnnxGraph graph =
        new OnnxGraph("texts")
            .input("input_ids", Type.INT64, -1, -2)
            .constant("table", weights(12, WORDS.length * DIM), WORDS.length, DIM)
            .node("Gather", "token_embeddings", "table", "input_ids")
            .output("token_embeddings", Type.FLOAT, -1, -2, DIM);
    Files.createDirectories(folder);
    Files.write(folder.resolve("model.onnx"), graph.bytes());
    StringBuilder vocabulary = new StringBuilder();
    for (int i = 0; i < WORDS.length; i++) {
      vocabulary.append(i == 0 ? "" : ", ").append('"').append(WORDS[i]).append("\": ").append(i);
    }
    Files.writeString(
        folder.resolve("tokenizer.json"),
        """
        {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
         "normalizer": {"type": "Lowercase"}, "pre_tokenizer": {"type": "Whitespace"},
         "post_processor": null, "decoder": null,
         "model": {"type": "WordLevel", "unk_token": "[UNK]", "vocab": {%s}}}
        """
            .formatted(vocabulary));
    return folder;
  }

  /** Returns the vector of a word in the text model's table. */
  public static float[] tableRow(String word) {
    int row = Arrays.asList(WORDS).indexOf(word);
    return Arrays.copyOfRange(
        weights(12, WORDS.length * DIM), Math.max(0, row) * DIM, (Math.max(0, row) + 1) * DIM);
  }

  private static float[] weights(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      weights[i] = (float) (random.nextDouble() - 0.5);
    }
    return weights;
  }

  private TinyModels() {}
}
