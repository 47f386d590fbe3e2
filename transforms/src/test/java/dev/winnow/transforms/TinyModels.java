package dev.winnow.transforms;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Two ONNX models small enough to be written byte by byte, so that the real runtime is tested where
 * no real model lies: a linear map of 8 x 8 images, and a table of token vectors.
 *
 * <p>ONNX is a protobuf format; the field numbers below are those of its schema, onnx.proto.
 */
public final class TinyModels {

  /** Length of both models' vectors. */
  public static final int DIM = 8;

  /** Width and height of the image model's input. */
  public static final int SIDE = 8;

  private static final int PIXELS = 3 * SIDE * SIDE;
  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final String[] WORDS = {
    "[UNK]", "the", "a", "of", "in", "to", "and", "rain", "storm", "cloud", "goal", "match", "team",
    "soup", "pan", "onion", "bank", "loan", "film", "song", "road", "train", "code", "bug",
    "doctor", "river", "garden", "planet", "market", "school"
  };

  /** An image model: {@code embedding[n, 8] = flatten(input[n, 3, 8, 8]) * weights}. */
  public static Path images(Path folder) throws IOException {
    return images(folder, tensor("weights", 11, PIXELS, DIM));
  }

  /** The same image model, with its weights in the file {@code data/weights.bin}. */
  public static Path imagesWithExternalData(Path folder) throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.write(data.resolve("weights.bin"), bytes(weights(11, PIXELS * DIM)));
    return images(folder, externalTensor("weights", "data/weights.bin", PIXELS, DIM));
  }

  /** The image model with its weights in a file that need not be there. */
  public static Path imagesWithDataAt(Path folder, String location) throws IOException {
    return images(folder, externalTensor("weights", location, PIXELS, DIM));
  }

  private static Path images(Path folder, ProtoMessage weights) throws IOException {
    ProtoMessage graph =
        new ProtoMessage()
            .put(1, node("Flatten", "flat", "input"))
            .put(1, node("MatMul", "embedding", "flat", "weights"))
            .put(2, "images")
            .put(5, weights)
            .put(11, value("input", FLOAT, -1, 3, SIDE, SIDE))
            .put(12, value("embedding", FLOAT, -1, DIM));
    Files.createDirectories(folder);
    Files.write(folder.resolve("model.onnx"), model(graph));
    Files.writeString(
        folder.resolve("preprocessor_config.json"),
        """
        {"do_resize": true, "size": {"height": 8, "width": 8}, "resample": 2,
         "do_rescale": true, "rescale_factor": 0.00392156862745098,
         "do_normalize": true, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}
        """);
    return folder;
  }

  /** A text model: {@code token_embeddings[n, t, 8]}, one row of a table per word. */
  public static Path texts(Path folder) throws IOException {
    ProtoMessage graph =
        new ProtoMessage()
            .put(1, node("Gather", "token_embeddings", "table", "input_ids"))
            .put(2, "texts")
            .put(5, tensor("table", 12, WORDS.length, DIM))
            .put(11, value("input_ids", INT64, -1, -2))
            .put(12, value("token_embeddings", FLOAT, -1, -2, DIM));
    Files.createDirectories(folder);
    Files.write(folder.resolve("model.onnx"), model(graph));
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

  /** The vector of a word in the text model's table. */
  public static float[] tableRow(String word) {
    int row = java.util.Arrays.asList(WORDS).indexOf(word);
    return java.util.Arrays.copyOfRange(
        weights(12, WORDS.length * DIM), Math.max(0, row) * DIM, (Math.max(0, row) + 1) * DIM);
  }

  private static byte[] model(ProtoMessage graph) {
    return new ProtoMessage()
        .put(1, 8)
        .put(7, graph)
        .put(8, new ProtoMessage().put(1, "").put(2, 13))
        .bytes();
  }

  private static ProtoMessage node(String type, String output, String... inputs) {
    ProtoMessage node = new ProtoMessage();
    for (String input : inputs) {
      node.put(1, input);
    }
    return node.put(2, output).put(3, output).put(4, type);
  }

  private static float[] weights(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      weights[i] = (float) (random.nextDouble() - 0.5);
    }
    return weights;
  }

  private static ProtoMessage tensor(String name, long seed, int rows, int columns) {
    return new ProtoMessage()
        .put(1, rows)
        .put(1, columns)
        .put(2, FLOAT)
        .put(8, name)
        .put(9, bytes(weights(seed, rows * columns)));
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      data.putFloat(value);
    }
    return data.array();
  }

  /** A tensor of floats that lies in a file from its first byte. */
  private static ProtoMessage externalTensor(String name, String location, int rows, int columns) {
    return new ProtoMessage()
        .put(1, rows)
        .put(1, columns)
        .put(2, FLOAT)
        .put(8, name)
        .put(13, new ProtoMessage().put(1, "location").put(2, location))
        .put(13, new ProtoMessage().put(1, "offset").put(2, "0"))
        .put(13, new ProtoMessage().put(1, "length").put(2, "" + 4 * rows * columns))
        .put(14, 1);
  }

  /** A named input or output; -1 and -2 are dimensions that the caller chooses. */
  private static ProtoMessage value(String name, int type, int... dims) {
    ProtoMessage shape = new ProtoMessage();
    for (int dim : dims) {
      shape.put(
          1, dim < 0 ? new ProtoMessage().put(2, "d" + -dim) : new ProtoMessage().put(1, dim));
    }
    ProtoMessage tensorType = new ProtoMessage().put(1, type).put(2, shape);
    return new ProtoMessage().put(1, name).put(2, new ProtoMessage().put(1, tensorType));
  }

  private TinyModels() {}
}
