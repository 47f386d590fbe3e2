package dev.winnow.transforms;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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

  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final String[] WORDS = {
    "[UNK]", "the", "a", "of", "in", "to", "and", "rain", "storm", "cloud", "goal", "match", "team",
    "soup", "pan", "onion", "bank", "loan", "film", "song", "road", "train", "code", "bug",
    "doctor", "river", "garden", "planet", "market", "school"
  };

  /** An image model: {@code embedding[n, 8] = flatten(input[n, 3, 8, 8]) * weights}. */
  public static Path images(Path folder) throws IOException {
    int pixels = 3 * SIDE * SIDE;
    Message graph =
        new Message()
            .put(1, node("Flatten", "flat", "input"))
            .put(1, node("MatMul", "embedding", "flat", "weights"))
            .put(2, "images")
            .put(5, tensor("weights", 11, pixels, DIM))
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
    Message graph =
        new Message()
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

  private static byte[] model(Message graph) {
    return new Message()
        .put(1, 8)
        .put(7, graph)
        .put(8, new Message().put(1, "").put(2, 13))
        .bytes();
  }

  private static Message node(String type, String output, String... inputs) {
    Message node = new Message();
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

  private static Message tensor(String name, long seed, int rows, int columns) {
    ByteBuffer data = ByteBuffer.allocate(4 * rows * columns).order(ByteOrder.LITTLE_ENDIAN);
    for (float weight : weights(seed, rows * columns)) {
      data.putFloat(weight);
    }
    return new Message()
        .put(1, rows)
        .put(1, columns)
        .put(2, FLOAT)
        .put(8, name)
        .put(9, data.array());
  }

  /** A named input or output; -1 and -2 are dimensions that the caller chooses. */
  private static Message value(String name, int type, int... dims) {
    Message shape = new Message();
    for (int dim : dims) {
      shape.put(1, dim < 0 ? new Message().put(2, "d" + -dim) : new Message().put(1, dim));
    }
    Message tensorType = new Message().put(1, type).put(2, shape);
    return new Message().put(1, name).put(2, new Message().put(1, tensorType));
  }

  /** A protobuf message: varints and length-delimited fields. */
  private static final class Message {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message put(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Message put(int field, byte[] bytes) {
      varint((long) field << 3 | 2);
      varint(bytes.length);
      out.writeBytes(bytes);
      return this;
    }

    Message put(int field, String text) {
      return put(field, text.getBytes(StandardCharsets.UTF_8));
    }

    Message put(int field, Message message) {
      return put(field, message.bytes());
    }

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        out.write((int) (rest & 0x7f | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }

  private TinyModels() {}
}
